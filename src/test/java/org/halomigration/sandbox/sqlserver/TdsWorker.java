package org.halomigration.sandbox.sqlserver;

import java.util.ArrayDeque;
import java.util.Deque;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the requests of one connection on a thread of its own, so that attention can be read meanwhile. */
final class TdsWorker {
    private static final Logger LOG = LoggerFactory.getLogger(TdsWorker.class);
    private final TdsRequests requests;
    private final TdsTokens tokens;
    private final Runnable disconnect;
    private final Deque<TdsMessage> waiting = new ArrayDeque<>();
    private final Thread thread;
    private boolean running;
    private boolean attention;
    private boolean ending;

    /** @param disconnect closes the connection after an error of severity 20 and above */
    TdsWorker(String name, TdsRequests requests, TdsTokens tokens, Runnable disconnect) {
        this.requests = requests;
        this.tokens = tokens;
        this.disconnect = disconnect;
        thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void submit(TdsMessage request) {
        waiting.add(request);
        notifyAll();
    }

    /** Cuts off what runs or is about to; answered once, after everything else of the request (MS-TDS "Attention"). */
    synchronized void attention(TdsMessage message) {
        if (running || !waiting.isEmpty()) {
            attention = true;
            if (running) {
                thread.interrupt();
            }
        } else {
            submit(message);
        }
    }

    /** Cuts off what runs and waits for its end. */
    void end() {
        synchronized (this) {
            ending = true;
            thread.interrupt();
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            for (TdsMessage request = next(); request != null; request = next()) {
                boolean ends = request.type() == TdsMessage.ATTENTION ? lateAttention() : ends(request);
                if (ends || tokens.out().broken()) {
                    disconnect.run();
                    return;
                }
            }
        } catch (InterruptedException end) {
            // The client is gone: nobody is left to answer.
        }
    }

    /** Attention that found nothing to cut off. */
    private boolean lateAttention() throws InterruptedException {
        settled();
        TdsAnswer.acknowledge(tokens);
        return false;
    }

    /** @return whether the connection has to end after it */
    private boolean ends(TdsMessage request) throws InterruptedException {
        TdsAnswer answer = new TdsAnswer(tokens);
        run(request, answer);
        if (settled()) {
            answer.finishCutOff();
        } else {
            answer.finish();
        }
        return answer.fatal();
    }

    private synchronized TdsMessage next() throws InterruptedException {
        while (waiting.isEmpty() && !ending) {
            wait();
        }
        running = !ending;
        return ending ? null : waiting.poll();
    }

    private void run(TdsMessage request, TdsAnswer answer) throws InterruptedException {
        synchronized (this) {
            if (attention) {
                return;
            }
        }
        try {
            requests.run(request, answer);
        } catch (InterruptedException cutOff) {
            LOG.debug("A request was cut off");
        } catch (TdsProtocolException e) {
            answer.error(new SqlError(8009, "The incoming tabular data stream (TDS) protocol stream is incorrect. " + e.getMessage()));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            LOG.error("The engine behind the sandbox's SQL Server failed", e);
            answer.error(new SqlError(50000, "The sandbox's engine failed: " + e));
        }
    }

    /** @return whether attention is to be answered; no interrupt arrives after this */
    private synchronized boolean settled() throws InterruptedException {
        running = false;
        boolean cutOff = attention;
        attention = false;
        Thread.interrupted();
        if (ending) {
            throw new InterruptedException();
        }
        return cutOff;
    }
}
