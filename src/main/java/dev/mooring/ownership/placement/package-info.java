/**
 * Where servers should be: a pure function of what everybody can see. What it gets wrong costs moves, never safety. Read
 * first: {@link dev.mooring.ownership.placement.Planner}.
 */
package dev.mooring.ownership.placement;
