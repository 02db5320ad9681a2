package org.halomigration.check;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Takes an HTTP answer in whole, in so much time, and no more of it than a check needs. The client's own limits hold for each read, so
 * that a server which sends a byte now and then would hold a check up for ever. The bean {@code answerLimit}.
 */
public final class AnswerLimit implements HttpClientConfigurer {
    /** More of an answer is not read, in bytes. */
    static final int MOST = 1 << 20;

    private static final ScheduledThreadPoolExecutor ALARMS = alarms();

    private final Duration limit;

    AnswerLimit(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addExecInterceptorFirst("answer-limit", this::execute);
    }

    private ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        Cancellable running = (Cancellable) scope.originalRequest;
        AtomicBoolean over = new AtomicBoolean();
        Runnable end = () -> {
            over.set(true);
            running.cancel();
        };
        Future<?> alarm = ALARMS.schedule(end, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return whole(chain.proceed(request, scope), running);
        } catch (IOException | RuntimeException e) {
            if (over.get()) {
                SocketTimeoutException late = new SocketTimeoutException("the limit is " + limit.toSeconds() + " s");
                late.initCause(e);
                throw late;
            }
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }

    private static ClassicHttpResponse whole(ClassicHttpResponse answer, Cancellable running) throws IOException {
        HttpEntity entity = answer.getEntity();
        if (entity != null) {
            byte[] content = entity.getContent().readNBytes(MOST);
            if (content.length == MOST) {
                // Closing it would read the rest.
                running.cancel();
            } else {
                entity.close();
            }
            answer.setEntity(new ByteArrayEntity(content, ContentType.parseLenient(entity.getContentType())));
        }
        return answer;
    }

    private static ScheduledThreadPoolExecutor alarms() {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "check-answer-limit");
            made.setDaemon(true);
            return made;
        });
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }
}
