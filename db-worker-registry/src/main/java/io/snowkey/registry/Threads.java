// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/**
 * Starts the threads of a registry. No statement runs in the thread of a caller: connections may belong to the
 * transaction of that thread, and a data source may choose a tenant by it.
 */
interface Threads {

    /**
     * Runs the work once, and does not wait for it.
     *
     * @param task what the work is; the name of a thread says it
     */
    void start(String task, Runnable work);

    /** Starts daemon threads that inherit nothing, see {@link #make}. */
    static Threads own(String namespace) {
        return (task, work) -> make("snowkey-" + task + "-" + namespace, work).start();
    }

    /**
     * Makes a daemon thread that inherits nothing from the thread that makes it. It gets no inheritable thread
     * locals. It does not get the context class loader either, which would keep a whole application in memory.
     */
    static Thread make(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Threads.class.getClassLoader());
        return thread;
    }
}
