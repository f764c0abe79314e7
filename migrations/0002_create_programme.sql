-- Programmes with their phases, grants and partners; members, presidencies and the roster.

-- A row is a programme, such as AudTrain.
CREATE TABLE programme (
    id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code              text NOT NULL,
    title             text NOT NULL,
    summary           text NOT NULL,
    description       text NOT NULL DEFAULT '',
    takes_interest_at timestamptz,
    published_at      timestamptz,
    created_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT programme_code_is_unique UNIQUE (code),
    CONSTRAINT programme_code_is_kebab_case
        CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) BETWEEN 2 AND 64),
    CONSTRAINT programme_has_a_title CHECK (title <> ''),
    CONSTRAINT programme_takes_interest_only_when_published
        CHECK (takes_interest_at IS NULL OR published_at IS NOT NULL)
);
COMMENT ON COLUMN programme.takes_interest_at IS
    'Since when people may leave an interest without a date; null while they may not.';
COMMENT ON COLUMN programme.description IS
    'Paragraphs of plain text with empty lines between them.';

-- A row is another name that a programme has or had; several may be in use at the same time.
CREATE TABLE programme_name (
    programme_id uuid      NOT NULL REFERENCES programme (id),
    name         text      NOT NULL,
    valid        daterange NOT NULL DEFAULT '(,)',
    source_quote text,
    source_place text,
    CONSTRAINT programme_name_is_not_empty CHECK (name <> ''),
    CONSTRAINT programme_name_is_valid_some_day CHECK (NOT isempty(valid)),
    CONSTRAINT programme_name_is_quoted_from_a_place
        CHECK (source_quote IS NULL OR source_place IS NOT NULL),
    CONSTRAINT programme_name_is_said_once_at_a_time
        EXCLUDE USING gist (programme_id WITH =, name WITH =, valid WITH &&)
);

-- A row is a topic that a programme is about.
CREATE TABLE programme_topic (
    programme_id uuid NOT NULL REFERENCES programme (id),
    topic        text NOT NULL REFERENCES topic (code),
    PRIMARY KEY (programme_id, topic)
);

-- A row is a stretch of a programme with a period, partners and grants of its own. A day is the
-- first or last one that the quoted words allow, null where no text gives one.
CREATE TABLE phase (
    id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    programme_id        uuid NOT NULL REFERENCES programme (id),
    code                text NOT NULL,
    title               text NOT NULL,
    starts_on           date,
    ends_on             date,
    period_source_quote text,
    period_source_place text,
    period_note         text,
    CONSTRAINT phase_code_is_unique UNIQUE (code),
    CONSTRAINT phase_belongs_to_its_programme UNIQUE (id, programme_id),
    CONSTRAINT phase_code_is_kebab_case
        CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) BETWEEN 2 AND 64),
    CONSTRAINT phase_has_a_title CHECK (title <> ''),
    CONSTRAINT phase_starts_before_it_ends CHECK (starts_on <= ends_on),
    CONSTRAINT phase_period_source_is_quote_and_place
        CHECK ((period_source_quote IS NULL) = (period_source_place IS NULL)),
    CONSTRAINT phase_period_has_a_source
        CHECK (num_nonnulls(starts_on, ends_on) = 0 OR period_source_place IS NOT NULL)
);
COMMENT ON COLUMN phase.period_note IS 'What other texts say of the period, where they differ.';
-- For the phases of a programme.
CREATE INDEX phase_of_programme ON phase (programme_id);

-- A row is money with a name: the body that gives it, its funding programme, the reference.
CREATE TABLE funding_grant (
    id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code              text NOT NULL,
    funder_id         uuid NOT NULL REFERENCES organisation (id),
    funding_programme text,
    reference         text,
    period            daterange,
    source_quote      text,
    source_place      text,
    CONSTRAINT funding_grant_code_is_unique UNIQUE (code),
    CONSTRAINT funding_grant_code_is_kebab_case
        CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) BETWEEN 2 AND 64),
    CONSTRAINT funding_grant_names_are_not_empty
        CHECK (funding_programme <> '' AND reference <> ''),
    CONSTRAINT funding_grant_period_has_days CHECK (NOT isempty(period)),
    CONSTRAINT funding_grant_is_quoted_from_a_place
        CHECK (source_quote IS NULL OR source_place IS NOT NULL)
);
COMMENT ON COLUMN funding_grant.reference IS 'The number the funder gave it; null where unknown.';

-- A row says that a grant pays for a phase.
CREATE TABLE phase_grant (
    phase_id         uuid NOT NULL REFERENCES phase (id),
    funding_grant_id uuid NOT NULL REFERENCES funding_grant (id),
    PRIMARY KEY (phase_id, funding_grant_id)
);
-- For the phases that a grant pays for.
CREATE INDEX phase_grant_of_grant ON phase_grant (funding_grant_id);

-- A row is the part that an organisation has in a phase.
CREATE TABLE phase_partner (
    phase_id        uuid NOT NULL REFERENCES phase (id),
    organisation_id uuid NOT NULL REFERENCES organisation (id),
    role            text NOT NULL,
    source_quote    text,
    source_place    text,
    CONSTRAINT phase_partner_has_one_role PRIMARY KEY (phase_id, organisation_id),
    CONSTRAINT phase_partner_role_is_known
        CHECK (role IN ('lead', 'project', 'associate', 'funder-office')),
    CONSTRAINT phase_partner_is_quoted_from_a_place
        CHECK (source_quote IS NULL OR source_place IS NOT NULL)
);
CREATE UNIQUE INDEX phase_has_one_lead ON phase_partner (phase_id) WHERE role = 'lead';
-- For the phases of an organisation.
CREATE INDEX phase_partner_of_organisation ON phase_partner (organisation_id);

-- A row is a state, or a union of states, that is or was a member; the days are in membership.
CREATE TABLE member (
    code    text PRIMARY KEY,
    name    text NOT NULL,
    country text REFERENCES country (code),
    CONSTRAINT member_code_is_two_capitals CHECK (code ~ '^[A-Z]{2}$'),
    CONSTRAINT member_has_a_name CHECK (name <> ''),
    CONSTRAINT member_state_has_the_code_of_its_country CHECK (country = code)
);
COMMENT ON COLUMN member.country IS 'Null of a member that is not a state, such as the EU.';

-- A row is a period in which a member belongs, and whether its seat in the Expert Group is held or
-- may be filled (two texts differ on the seat of the Commission, so it is dated like the rest).
CREATE TABLE membership (
    member       text      NOT NULL REFERENCES member (code),
    valid        daterange NOT NULL,
    seat         text      NOT NULL DEFAULT 'held',
    source_quote text,
    source_place text      NOT NULL,
    CONSTRAINT membership_seat_is_held_or_optional CHECK (seat IN ('held', 'optional')),
    CONSTRAINT membership_has_days CHECK (NOT isempty(valid)),
    CONSTRAINT membership_counts_a_member_once EXCLUDE USING gist (member WITH =, valid WITH &&)
);

-- A row is the period in which a member holds the presidency, July to June.
CREATE TABLE presidency (
    member       text      NOT NULL REFERENCES member (code),
    valid        daterange NOT NULL,
    source_quote text,
    source_place text      NOT NULL,
    CONSTRAINT presidency_has_days CHECK (NOT isempty(valid)),
    CONSTRAINT presidency_is_held_by_one_member EXCLUDE USING gist (valid WITH &&)
);

-- A row is a mandate of the Expert Group: a period of several years that reports are made for.
CREATE TABLE mandate (
    title        text      PRIMARY KEY,
    valid        daterange NOT NULL,
    source_quote text,
    source_place text      NOT NULL,
    CONSTRAINT mandate_has_a_title CHECK (title <> ''),
    CONSTRAINT mandate_has_days CHECK (NOT isempty(valid)),
    CONSTRAINT mandate_follows_mandate EXCLUDE USING gist (valid WITH &&)
);

-- A row is who holds a seat of a member in the Expert Group in a period; without a holder the seat
-- is vacant. The holder's name is personal data; the ministry or agency is not.
CREATE TABLE roster_entry (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    member       text      NOT NULL REFERENCES member (code),
    role         text      NOT NULL,
    rank         smallint  NOT NULL DEFAULT 1,
    holder_name  text,
    institution  text,
    valid        daterange NOT NULL,
    source_place text      NOT NULL,
    CONSTRAINT roster_entry_role_is_known CHECK (role IN ('member', 'deputy', 'alternate')),
    CONSTRAINT roster_entry_ranks_alternates_only
        CHECK (rank = 1 OR (rank > 1 AND role = 'alternate')),
    CONSTRAINT roster_entry_holder_has_a_name CHECK (holder_name <> ''),
    CONSTRAINT roster_entry_institution_has_a_name CHECK (institution <> ''),
    CONSTRAINT roster_entry_has_days CHECK (NOT isempty(valid)),
    CONSTRAINT roster_seat_has_one_holder
        EXCLUDE USING gist (member WITH =, role WITH =, rank WITH =, valid WITH &&)
);

CREATE TRIGGER programme_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON programme
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER programme_topic_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON programme_topic
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER phase_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON phase
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER funding_grant_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON funding_grant
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER phase_grant_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON phase_grant
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER member_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON member
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER membership_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON membership
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER presidency_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON presidency
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER phase_partner_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON phase_partner
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();

GRANT SELECT ON member, membership, presidency, mandate TO registry_service;
GRANT SELECT, INSERT, UPDATE ON programme, programme_name, programme_topic, phase, funding_grant,
    phase_grant, phase_partner, roster_entry TO registry_service;
