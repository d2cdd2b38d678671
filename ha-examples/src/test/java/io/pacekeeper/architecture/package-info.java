/**
 * The architecture as tests: what each module may know, what the core may not do, and what every
 * source file owes its reader. They stand here because this module sees all the others.
 *
 * <p>They are plain test methods on purpose. ArchUnit's own way, rules in annotated fields, was
 * seen to report no test at all and let a violation pass.
 */
package io.pacekeeper.architecture;
