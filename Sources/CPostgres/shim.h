#pragma once
#include <libpq-fe.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

// libpq names the fields of an error by character constants, which Swift does not import.
static inline const char *registry_pg_sqlstate(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}
static inline const char *registry_pg_primary_message(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}
static inline const char *registry_pg_constraint(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
}
static inline const char *registry_pg_source_function(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
}

// libpq prints notices to standard error by default; they may quote what people wrote.
static inline void registry_pg_ignore(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}
static inline void registry_pg_ignore_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, registry_pg_ignore, 0);
}

// OpenSSL hands out a record (up to 16 kB; proxies and PostgreSQL from 17 on send such) in parts,
// and libpq reads 8 kB at a time: what is kept back makes no descriptor readable.
// Declared here, because libpq's header does not bring OpenSSL's.
struct ssl_st;
extern int SSL_pending(const struct ssl_st *ssl);
static inline int registry_pg_has_pending(PGconn *connection) {
    const struct ssl_st *ssl =
        PQsslInUse(connection) ? (const struct ssl_st *)PQsslStruct(connection, "OpenSSL") : 0;
    return ssl && SSL_pending(ssl) > 0;
}

// Reads what is there: the descriptor alone would not tell of what OpenSSL has decrypted.
static inline int registry_pg_consume(PGconn *connection) {
    do {
        if (PQconsumeInput(connection) != 1) return 0;
    } while (registry_pg_has_pending(connection));
    return 1;
}

// How the thread that cancels tells the loop that it is done: no signal when nobody listens.
static inline int registry_pg_bell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
static inline void registry_pg_ring(int bell) {
    uint64_t one = 1;
    ssize_t written = write(bell, &one, sizeof one);
    (void)written;
}
