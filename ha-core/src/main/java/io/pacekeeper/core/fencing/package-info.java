/**
 * Having nodes switched off by fencing devices, as the DC does it: which device is asked when, what
 * follows from its answer, and what is written down of it. Values in, values out; the devices
 * themselves are called by the runtime. Start at {@code FencingRequests}.
 */
@NullMarked
package io.pacekeeper.core.fencing;

import org.jspecify.annotations.NullMarked;
