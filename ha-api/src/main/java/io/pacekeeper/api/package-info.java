/**
 * What an application names: the annotations it puts on its singletons, its resources and their
 * lifecycle, the constraints between them, and what it is told when one starts or stops here. This
 * package depends on the JDK and JSpecify alone, so that code written against it outlives every
 * change beneath.
 */
@NullMarked
package io.pacekeeper.api;

import org.jspecify.annotations.NullMarked;
