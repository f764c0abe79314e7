-- Certificates are given to many at once: their mails are looked at before they leave, too.
ALTER TABLE mailing DROP CONSTRAINT mailing_kind_is_known;
ALTER TABLE mailing ADD CONSTRAINT mailing_kind_is_known CHECK (kind IN
    ('event-moved', 'event-cancelled', 'moves', 'invitations', 'nominations', 'pool-offers',
     'certificates'));
