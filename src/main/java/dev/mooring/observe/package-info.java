/** What operators see of an instance. Kept true: nothing here holds a secret, and looking changes nothing. */
package dev.mooring.observe;
