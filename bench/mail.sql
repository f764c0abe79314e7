-- Promises :count mails, each as an interest that was just expressed promises it. What earlier
-- rounds left stays, as in a registry that has been used for a while.
INSERT INTO outbox (message_id, recipient, template, language, parameters, written_at,
    next_attempt_at)
SELECT '<' || gen_random_uuid() || '@registry.example.org>', 'reader.' || n || '@example.org',
       'confirm-interest', 'en',
       jsonb_build_object('given_name', 'Ieva', 'target', 'PROTECT training: children on the move',
           'unconfirmed_days', 7, 'token', rtrim(translate(encode(sha256(
               convert_to(n::text, 'UTF8')), 'base64'), '+/', '-_'), '=')),
       now(), now()
FROM generate_series(1, :count) AS n;
