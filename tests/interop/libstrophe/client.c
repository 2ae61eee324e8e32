/* A CCS client made of libstrophe and nothing of ours: logs in, acks one upstream message, sends one downstream, awaits its ack.
 * usage: client PORT CERTIFICATE SENDER KEY TOKEN      (exit 0: all of it happened) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strophe.h>

static const char *token;
static int done;

/* What is looked for is plain ASCII without quotes in it, so that no JSON parser is needed. */
static int member(const char *json, const char *name, char *value, size_t size)
{
    char key[64];
    snprintf(key, sizeof key, "\"%s\":\"", name);
    const char *begin = strstr(json, key);
    if (!begin)
        return 0;
    begin += strlen(key);
    size_t length = strcspn(begin, "\"");
    if (length >= size)
        return 0;
    memcpy(value, begin, length);
    value[length] = 0;
    return 1;
}

static void say(xmpp_conn_t *connection, const char *json)
{
    xmpp_ctx_t *context = xmpp_conn_get_context(connection);
    xmpp_stanza_t *message = xmpp_stanza_new(context), *gcm = xmpp_stanza_new(context), *text = xmpp_stanza_new(context);
    xmpp_stanza_set_name(message, "message");
    xmpp_stanza_set_name(gcm, "gcm");
    xmpp_stanza_set_ns(gcm, "google:mobile:data");
    xmpp_stanza_set_text(text, json);
    xmpp_stanza_add_child(gcm, text);
    xmpp_stanza_add_child(message, gcm);
    xmpp_send(connection, message);
    xmpp_stanza_release(text);
    xmpp_stanza_release(gcm);
    xmpp_stanza_release(message);
}

static int on_message(xmpp_conn_t *connection, xmpp_stanza_t *stanza, void *unused)
{
    (void)unused;
    char from[256], id[256], kind[32], json[1024];
    xmpp_stanza_t *gcm = xmpp_stanza_get_child_by_ns(stanza, "google:mobile:data");
    char *text = gcm ? xmpp_stanza_get_text(gcm) : NULL;
    if (!text || !member(text, "message_id", id, sizeof id) || !member(text, "from", from, sizeof from)) {
        fprintf(stderr, "not understood: %s\n", text ? text : "a message without gcm");
    } else if (!member(text, "message_type", kind, sizeof kind)) {
        snprintf(json, sizeof json, "{\"to\":\"%s\",\"message_id\":\"%s\",\"message_type\":\"ack\"}", from, id);
        say(connection, json);
        snprintf(json, sizeof json, "{\"to\":\"%s\",\"message_id\":\"d-1\",\"data\":{\"k\":\"<&>\\\"\303\251\"}}", token);
        say(connection, json);
    } else {
        /* A nack of our ack, BAD_ACK, would come before the ack of d-1. */
        done = !strcmp(kind, "ack") && !strcmp(id, "d-1");
        xmpp_disconnect(connection);
    }
    if (text)
        xmpp_free(xmpp_conn_get_context(connection), text);
    return 1;
}

static void on_connection(
    xmpp_conn_t *connection, xmpp_conn_event_t event, int error, xmpp_stream_error_t *stream_error, void *context)
{
    (void)stream_error;
    if (event == XMPP_CONN_CONNECT) {
        printf("bound as %s\n", xmpp_conn_get_bound_jid(connection));
        xmpp_handler_add(connection, on_message, NULL, "message", NULL, NULL);
    } else {
        if (!done)
            fprintf(stderr, "the connection ended, error %d\n", error);
        xmpp_stop(context);
    }
}

int main(int count, char **words)
{
    if (count != 6)
        return 2;
    /* libstrophe wants the certificate to name the JID's domain, whatever host it was told to dial; the endpoint takes any domain. */
    char jid[256];
    snprintf(jid, sizeof jid, "%s@localhost/interop", words[3]);
    token = words[5];

    setvbuf(stdout, NULL, _IOLBF, 0);
    xmpp_initialize();
    xmpp_ctx_t *context = xmpp_ctx_new(NULL, xmpp_get_default_logger(XMPP_LEVEL_WARN));
    xmpp_conn_t *connection = xmpp_conn_new(context);
    xmpp_conn_set_flags(connection, XMPP_CONN_FLAG_LEGACY_SSL);
    xmpp_conn_set_cafile(connection, words[2]);
    xmpp_conn_set_jid(connection, jid);
    xmpp_conn_set_pass(connection, words[4]);
    if (xmpp_connect_client(connection, "localhost", (unsigned short)atoi(words[1]), on_connection, context) != XMPP_EOK)
        return 1;
    xmpp_run(context);
    xmpp_conn_release(connection);
    xmpp_ctx_free(context);
    xmpp_shutdown();
    return done ? 0 : 1;
}
