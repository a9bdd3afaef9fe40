package dev.mooring.ownership.placement;

/**
 * Rendezvous (highest random weight) hashing: every instance computes the same weights, and a member that comes or
 * goes changes nobody else's order. Thaler and Ravishankar, 1996; mixed with SplitMix64's finalizer.
 */
final class Rendezvous {

    private Rendezvous() {
    }

    static long weight(String member, String server) {
        long h = 0xcbf29ce484222325L; // FNV-1a over both, then mixed: String.hashCode is too regular for short ids
        for (int i = 0; i < member.length(); i++) {
            h = (h ^ member.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ '|') * 0x100000001b3L;
        for (int i = 0; i < server.length(); i++) {
            h = (h ^ server.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return h ^ (h >>> 31);
    }
}
