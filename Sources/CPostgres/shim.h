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

// How the thread that cancels tells the loop that it is done: no signal when nobody listens.
static inline int registry_pg_bell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
static inline void registry_pg_ring(int bell) {
    uint64_t one = 1;
    ssize_t written = write(bell, &one, sizeof one);
    (void)written;
}
