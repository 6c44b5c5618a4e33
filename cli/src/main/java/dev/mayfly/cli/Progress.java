package dev.mayfly.cli;

/** Says what is going on while it takes a while. */
interface Progress {
    Progress UNWATCHED = what -> {};

    void begins(String what);
}
