package dev.mayfly.edge.egress;

/** For tests of egress alone: no URL leads back here. */
final class OwnDoors {
    static final OwnDoor NONE = new OwnDoor() {
        @Override
        public boolean leadsHere(String account, String host, int port, String path) {
            return false;
        }

        @Override
        public boolean mayLeadHere(String host, String path) {
            return false;
        }

        @Override
        public int port() {
            throw new AssertionError("nothing leads here");
        }
    };
    static final OwnDoor.Caller STRANGER = new OwnDoor.Caller("demo", () -> {
        throw new AssertionError("a pass is for functions here alone");
    });

    private OwnDoors() {}
}
