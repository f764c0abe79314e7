-- Reference data: countries, languages, sectors, topics and organisations.
--
-- Runs as registry_owner, who owns every table. The service works as registry_service, which may
-- do what is granted here and nothing else: it deletes nothing and changes no table's shape.

-- Ranges of days and equality in one exclusion constraint. A trusted extension: no superuser.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Wakes every instance, so that it reads its snapshot of the catalogue again. Notifications of one
-- transaction with the same payload are one. Tables that change with every request must not have
-- this trigger: a transaction that notifies waits for the one before it to commit.
CREATE FUNCTION announce_catalogue_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify('catalogue', '');
    RETURN NULL;
END
$$;

-- A row is a country or territory with an officially assigned code of ISO 3166-1 alpha-2.
CREATE TABLE country (
    code text PRIMARY KEY,
    name text NOT NULL,
    CONSTRAINT country_code_is_two_capitals CHECK (code ~ '^[A-Z]{2}$'),
    CONSTRAINT country_has_a_name CHECK (name <> ''),
    CONSTRAINT country_name_is_unique UNIQUE (name)
);

-- A row is a language that people choose for mails and that events are held in (BCP 47).
CREATE TABLE language (
    tag  text PRIMARY KEY,
    name text NOT NULL,
    CONSTRAINT language_tag_is_well_formed
        CHECK (tag ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$'),
    CONSTRAINT language_has_a_name CHECK (name <> ''),
    CONSTRAINT language_name_is_unique UNIQUE (name)
);

-- A row is a sector that people work in, with the days on which it may be chosen. Another meaning
-- is another code, never another title: what was counted under a code stays comparable.
CREATE TABLE sector (
    code         text PRIMARY KEY,
    title        text      NOT NULL,
    valid        daterange NOT NULL,
    source_quote text,
    source_place text      NOT NULL,
    CONSTRAINT sector_code_is_kebab_case CHECK (code ~ '^[a-z]+(-[a-z]+)*$'),
    CONSTRAINT sector_has_a_title CHECK (title <> ''),
    CONSTRAINT sector_is_valid_some_day CHECK (NOT isempty(valid)),
    CONSTRAINT sector_is_never_children CHECK (code NOT IN ('child', 'children'))
);
COMMENT ON COLUMN sector.title IS 'As in running text, in lower case: "police and border guard".';

-- A row is a theme that events, programmes and interests are about, with the days it is in use.
CREATE TABLE topic (
    code         text PRIMARY KEY,
    title        text      NOT NULL,
    valid        daterange NOT NULL,
    source_quote text,
    source_place text      NOT NULL,
    CONSTRAINT topic_code_is_kebab_case CHECK (code ~ '^[a-z]+(-[a-z]+)*$'),
    CONSTRAINT topic_has_a_title CHECK (title <> ''),
    CONSTRAINT topic_is_valid_some_day CHECK (NOT isempty(valid))
);

-- A row is an organisation that is partner, funder or employer, whatever it is called.
CREATE TABLE organisation (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code       text,
    country    text REFERENCES country (code),
    sector     text REFERENCES sector (code),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT organisation_code_is_unique UNIQUE (code),
    CONSTRAINT organisation_code_is_kebab_case
        CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) BETWEEN 2 AND 64)
);
COMMENT ON COLUMN organisation.code IS 'Of organisations that published texts name; null of others.';
COMMENT ON COLUMN organisation.country IS 'Null of organisations that belong to no one country.';

-- A row is what an organisation was called in a period; it has one name at a time.
CREATE TABLE organisation_name (
    organisation_id uuid      NOT NULL REFERENCES organisation (id),
    name            text      NOT NULL,
    short_name      text,
    valid           daterange NOT NULL DEFAULT '(,)',
    source_quote    text,
    source_place    text,
    CONSTRAINT organisation_name_is_not_empty CHECK (name <> '' AND short_name <> ''),
    CONSTRAINT organisation_name_is_valid_some_day CHECK (NOT isempty(valid)),
    CONSTRAINT organisation_name_is_quoted_from_a_place
        CHECK (source_quote IS NULL OR source_place IS NOT NULL),
    CONSTRAINT organisation_has_one_name_at_a_time
        EXCLUDE USING gist (organisation_id WITH =, valid WITH &&)
);

CREATE TRIGGER sector_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON sector
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER organisation_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON organisation
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();
CREATE TRIGGER organisation_name_announces_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON organisation_name
    FOR EACH STATEMENT EXECUTE FUNCTION announce_catalogue_change();

GRANT SELECT ON country, language, sector, topic TO registry_service;
GRANT SELECT, INSERT, UPDATE ON organisation, organisation_name TO registry_service;

INSERT INTO country (code, name) VALUES
    ('AD', 'Andorra'), ('AE', 'United Arab Emirates'), ('AF', 'Afghanistan'),
    ('AG', 'Antigua and Barbuda'), ('AI', 'Anguilla'), ('AL', 'Albania'), ('AM', 'Armenia'),
    ('AO', 'Angola'), ('AQ', 'Antarctica'), ('AR', 'Argentina'), ('AS', 'American Samoa'),
    ('AT', 'Austria'), ('AU', 'Australia'), ('AW', 'Aruba'), ('AX', 'Åland Islands'),
    ('AZ', 'Azerbaijan'), ('BA', 'Bosnia and Herzegovina'), ('BB', 'Barbados'),
    ('BD', 'Bangladesh'), ('BE', 'Belgium'), ('BF', 'Burkina Faso'), ('BG', 'Bulgaria'),
    ('BH', 'Bahrain'), ('BI', 'Burundi'), ('BJ', 'Benin'), ('BL', 'Saint Barthélemy'),
    ('BM', 'Bermuda'), ('BN', 'Brunei'), ('BO', 'Bolivia'),
    ('BQ', 'Bonaire, Sint Eustatius and Saba'), ('BR', 'Brazil'), ('BS', 'Bahamas'),
    ('BT', 'Bhutan'), ('BV', 'Bouvet Island'), ('BW', 'Botswana'), ('BY', 'Belarus'),
    ('BZ', 'Belize'), ('CA', 'Canada'), ('CC', 'Cocos (Keeling) Islands'),
    ('CD', 'Democratic Republic of the Congo'), ('CF', 'Central African Republic'), ('CG', 'Congo'),
    ('CH', 'Switzerland'), ('CI', 'Côte d''Ivoire'), ('CK', 'Cook Islands'), ('CL', 'Chile'),
    ('CM', 'Cameroon'), ('CN', 'China'), ('CO', 'Colombia'), ('CR', 'Costa Rica'), ('CU', 'Cuba'),
    ('CV', 'Cabo Verde'), ('CW', 'Curaçao'), ('CX', 'Christmas Island'), ('CY', 'Cyprus'),
    ('CZ', 'Czechia'), ('DE', 'Germany'), ('DJ', 'Djibouti'), ('DK', 'Denmark'), ('DM', 'Dominica'),
    ('DO', 'Dominican Republic'), ('DZ', 'Algeria'), ('EC', 'Ecuador'), ('EE', 'Estonia'),
    ('EG', 'Egypt'), ('EH', 'Western Sahara'), ('ER', 'Eritrea'), ('ES', 'Spain'),
    ('ET', 'Ethiopia'), ('FI', 'Finland'), ('FJ', 'Fiji'), ('FK', 'Falkland Islands'),
    ('FM', 'Micronesia'), ('FO', 'Faroe Islands'), ('FR', 'France'), ('GA', 'Gabon'),
    ('GB', 'United Kingdom'), ('GD', 'Grenada'), ('GE', 'Georgia'), ('GF', 'French Guiana'),
    ('GG', 'Guernsey'), ('GH', 'Ghana'), ('GI', 'Gibraltar'), ('GL', 'Greenland'), ('GM', 'Gambia'),
    ('GN', 'Guinea'), ('GP', 'Guadeloupe'), ('GQ', 'Equatorial Guinea'), ('GR', 'Greece'),
    ('GS', 'South Georgia and the South Sandwich Islands'), ('GT', 'Guatemala'), ('GU', 'Guam'),
    ('GW', 'Guinea-Bissau'), ('GY', 'Guyana'), ('HK', 'Hong Kong'),
    ('HM', 'Heard Island and McDonald Islands'), ('HN', 'Honduras'), ('HR', 'Croatia'),
    ('HT', 'Haiti'), ('HU', 'Hungary'), ('ID', 'Indonesia'), ('IE', 'Ireland'), ('IL', 'Israel'),
    ('IM', 'Isle of Man'), ('IN', 'India'), ('IO', 'British Indian Ocean Territory'),
    ('IQ', 'Iraq'), ('IR', 'Iran'), ('IS', 'Iceland'), ('IT', 'Italy'), ('JE', 'Jersey'),
    ('JM', 'Jamaica'), ('JO', 'Jordan'), ('JP', 'Japan'), ('KE', 'Kenya'), ('KG', 'Kyrgyzstan'),
    ('KH', 'Cambodia'), ('KI', 'Kiribati'), ('KM', 'Comoros'), ('KN', 'Saint Kitts and Nevis'),
    ('KP', 'North Korea'), ('KR', 'South Korea'), ('KW', 'Kuwait'), ('KY', 'Cayman Islands'),
    ('KZ', 'Kazakhstan'), ('LA', 'Laos'), ('LB', 'Lebanon'), ('LC', 'Saint Lucia'),
    ('LI', 'Liechtenstein'), ('LK', 'Sri Lanka'), ('LR', 'Liberia'), ('LS', 'Lesotho'),
    ('LT', 'Lithuania'), ('LU', 'Luxembourg'), ('LV', 'Latvia'), ('LY', 'Libya'), ('MA', 'Morocco'),
    ('MC', 'Monaco'), ('MD', 'Moldova'), ('ME', 'Montenegro'), ('MF', 'Saint Martin (French part)'),
    ('MG', 'Madagascar'), ('MH', 'Marshall Islands'), ('MK', 'North Macedonia'), ('ML', 'Mali'),
    ('MM', 'Myanmar'), ('MN', 'Mongolia'), ('MO', 'Macao'), ('MP', 'Northern Mariana Islands'),
    ('MQ', 'Martinique'), ('MR', 'Mauritania'), ('MS', 'Montserrat'), ('MT', 'Malta'),
    ('MU', 'Mauritius'), ('MV', 'Maldives'), ('MW', 'Malawi'), ('MX', 'Mexico'), ('MY', 'Malaysia'),
    ('MZ', 'Mozambique'), ('NA', 'Namibia'), ('NC', 'New Caledonia'), ('NE', 'Niger'),
    ('NF', 'Norfolk Island'), ('NG', 'Nigeria'), ('NI', 'Nicaragua'), ('NL', 'Netherlands'),
    ('NO', 'Norway'), ('NP', 'Nepal'), ('NR', 'Nauru'), ('NU', 'Niue'), ('NZ', 'New Zealand'),
    ('OM', 'Oman'), ('PA', 'Panama'), ('PE', 'Peru'), ('PF', 'French Polynesia'),
    ('PG', 'Papua New Guinea'), ('PH', 'Philippines'), ('PK', 'Pakistan'), ('PL', 'Poland'),
    ('PM', 'Saint Pierre and Miquelon'), ('PN', 'Pitcairn'), ('PR', 'Puerto Rico'),
    ('PS', 'Palestine'), ('PT', 'Portugal'), ('PW', 'Palau'), ('PY', 'Paraguay'), ('QA', 'Qatar'),
    ('RE', 'Réunion'), ('RO', 'Romania'), ('RS', 'Serbia'), ('RU', 'Russia'), ('RW', 'Rwanda'),
    ('SA', 'Saudi Arabia'), ('SB', 'Solomon Islands'), ('SC', 'Seychelles'), ('SD', 'Sudan'),
    ('SE', 'Sweden'), ('SG', 'Singapore'), ('SH', 'Saint Helena, Ascension and Tristan da Cunha'),
    ('SI', 'Slovenia'), ('SJ', 'Svalbard and Jan Mayen'), ('SK', 'Slovakia'),
    ('SL', 'Sierra Leone'), ('SM', 'San Marino'), ('SN', 'Senegal'), ('SO', 'Somalia'),
    ('SR', 'Suriname'), ('SS', 'South Sudan'), ('ST', 'Sao Tome and Principe'),
    ('SV', 'El Salvador'), ('SX', 'Sint Maarten (Dutch part)'), ('SY', 'Syria'), ('SZ', 'Eswatini'),
    ('TC', 'Turks and Caicos Islands'), ('TD', 'Chad'), ('TF', 'French Southern Territories'),
    ('TG', 'Togo'), ('TH', 'Thailand'), ('TJ', 'Tajikistan'), ('TK', 'Tokelau'),
    ('TL', 'Timor-Leste'), ('TM', 'Turkmenistan'), ('TN', 'Tunisia'), ('TO', 'Tonga'),
    ('TR', 'Türkiye'), ('TT', 'Trinidad and Tobago'), ('TV', 'Tuvalu'), ('TW', 'Taiwan'),
    ('TZ', 'Tanzania'), ('UA', 'Ukraine'), ('UG', 'Uganda'),
    ('UM', 'United States Minor Outlying Islands'), ('US', 'United States'), ('UY', 'Uruguay'),
    ('UZ', 'Uzbekistan'), ('VA', 'Holy See'), ('VC', 'Saint Vincent and the Grenadines'),
    ('VE', 'Venezuela'), ('VG', 'British Virgin Islands'), ('VI', 'United States Virgin Islands'),
    ('VN', 'Vietnam'), ('VU', 'Vanuatu'), ('WF', 'Wallis and Futuna'), ('WS', 'Samoa'),
    ('YE', 'Yemen'), ('YT', 'Mayotte'), ('ZA', 'South Africa'), ('ZM', 'Zambia'),
    ('ZW', 'Zimbabwe');

INSERT INTO language (tag, name) VALUES
    ('ar', 'Arabic'), ('be', 'Belarusian'), ('bg', 'Bulgarian'), ('bs', 'Bosnian'),
    ('ca', 'Catalan'), ('cs', 'Czech'), ('da', 'Danish'), ('de', 'German'), ('el', 'Greek'),
    ('en', 'English'), ('es', 'Spanish'), ('et', 'Estonian'), ('fa', 'Persian'),
    ('fi', 'Finnish'), ('fo', 'Faroese'), ('fr', 'French'), ('ga', 'Irish'),
    ('hr', 'Croatian'), ('hu', 'Hungarian'), ('is', 'Icelandic'), ('it', 'Italian'),
    ('ka', 'Georgian'), ('kl', 'Greenlandic'), ('lt', 'Lithuanian'), ('lv', 'Latvian'),
    ('mk', 'Macedonian'), ('mt', 'Maltese'), ('nb', 'Norwegian Bokmål'), ('nl', 'Dutch'),
    ('nn', 'Norwegian Nynorsk'), ('no', 'Norwegian'), ('pl', 'Polish'), ('pt', 'Portuguese'),
    ('ro', 'Romanian'), ('ru', 'Russian'), ('se', 'Northern Sámi'), ('sk', 'Slovak'),
    ('sl', 'Slovenian'), ('sq', 'Albanian'), ('sr', 'Serbian'), ('sv', 'Swedish'),
    ('tr', 'Turkish'), ('uk', 'Ukrainian');

-- Children take part in this work and are counted by age band, never entered as persons. So the
-- sector "children", which texts name beside the others, is left out (sector_is_never_children).
INSERT INTO sector (code, title, valid, source_quote, source_place) VALUES
    ('academia', 'academia', '(,)',
     'professionals, academia', 'CBSS, About the Expert Group'),
    ('border-guard', 'border guard', '(,)',
     'Project partners are the Latvian State Border Guard',
     'CBSS, Expert Group on Children at Risk'),
    ('care-audit', 'audit and monitoring of alternative care', '(,)',
     'professionals who audit and monitor the situation with children in alternative care',
     'CBSS, Expert Group on Children at Risk'),
    ('child-rights-advocate', 'child rights advocacy', '(,)',
     'law enforcement officials, child welfare officials, NGOs, and child rights advocates',
     'CBSS, Expert Group on Children at Risk'),
    ('child-welfare', 'child welfare', '(,)',
     'law enforcement officials, child welfare officials, NGOs, and child rights advocates',
     'CBSS, Expert Group on Children at Risk'),
    ('citizens', 'citizens', '(,2017-07-01)',
     'government departments, academia, the private sector, civil society and citizens',
     'CBSS, How we work; the page on the mandate from July 2017 names children instead'),
    ('education', 'education', '(,)',
     'Education and life skills', 'CBSS, About the Expert Group'),
    ('faith-based', 'faith-based organisations', '(,)',
     'the media and faith-based organisations', 'CBSS, Expert Group on Children at Risk'),
    ('health', 'health care', '(,)',
     'child centred services in a MD/IA context, including therapy, medical support',
     'CBSS, Expert Group on Children at Risk'),
    ('immigration', 'immigration and asylum', '(,)',
     'immigration officers',
     'childrenatrisk.eu, PROTECT training in Tallinn on 28 and 29 April 2016'),
    ('international-organisation', 'international and regional organisations', '(,)',
     'international and regional organisations', 'CBSS, About the Expert Group'),
    ('judiciary', 'judiciary', '(,)',
     'Encouraging a positive justice, law and policy setting', 'CBSS, About the Expert Group'),
    ('law-enforcement', 'other law enforcement', '(,)',
     'law enforcement officials', 'CBSS, Expert Group on Children at Risk'),
    ('lawyer', 'legal profession', '(,)',
     'lawyers',
     'childrenatrisk.eu, PROTECT training in Tallinn on 28 and 29 April 2016'),
    ('media', 'media', '(,)',
     'the media and faith-based organisations', 'CBSS, Expert Group on Children at Risk'),
    ('ministry', 'ministries', '(,)',
     'Consultations with ministries, parliamentarians, ombudsmen, NGOs, academia',
     'CBSS, Expert Group on Children at Risk'),
    ('national-authority', 'other national authorities', '(,)',
     'representatives from national authorities', 'CBSS, About the Expert Group'),
    ('ngo', 'non-governmental organisations', '(,)',
     'law enforcement officials, child welfare officials, NGOs, and child rights advocates',
     'CBSS, Expert Group on Children at Risk'),
    ('ombudsman', 'ombudsman institutions', '(,)',
     'Consultations with ministries, parliamentarians, ombudsmen, NGOs, academia',
     'CBSS, Expert Group on Children at Risk'),
    ('parliament', 'parliaments', '(,)',
     'Consultations with ministries, parliamentarians, ombudsmen, NGOs, academia',
     'CBSS, Expert Group on Children at Risk'),
    ('police', 'police', '(,)',
     'teams of police, prosecutors, child welfare professionals and NGO experts',
     'CBSS, Expert Group on Children at Risk'),
    ('policy-maker', 'policy making', '(,)',
     'policy makers, public officials and independent institutions',
     'CBSS, Expert Group on Children at Risk'),
    ('private-sector', 'private sector', '(,)',
     'Cooperation among ministries, academia, the private sector, civil society and children',
     'CBSS, Expert Group on Children at Risk'),
    ('prosecutor', 'prosecution', '(,)',
     'teams of police, prosecutors, child welfare professionals and NGO experts',
     'CBSS, Expert Group on Children at Risk'),
    ('social-sector', 'social services', '(,)',
     'social sector',
     'childrenatrisk.eu, PROTECT training in Tallinn on 28 and 29 April 2016');

-- The thematic priorities of the mandate from July 2017.
INSERT INTO topic (code, title, valid, source_quote, source_place)
SELECT code, title, '[2017-07-01,)', title, 'CBSS, Expert Group on Children at Risk'
FROM (VALUES
    ('prevention', 'Prevention, early intervention, parenting and family support'),
    ('child-friendly-justice', 'Child-friendly justice'),
    ('alternative-care', 'The wellbeing and best interests of children in alternative care'),
    ('sexual-abuse', 'Protecting children from sexual abuse and sexual exploitation'),
    ('trafficking', 'Preventing trafficking and exploitation of children'),
    ('migration', 'The best interests of children in migration')
) AS priority (code, title);
