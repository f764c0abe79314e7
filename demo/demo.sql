-- Demonstration data: what public texts of the Children at Risk Unit say of its programmes, with
-- the words they say it in, and events to come that are invented and dated from today. Every
-- person in it is invented.
--
-- One transaction, for a database that holds no programme yet. A second run changes nothing: it
-- fails on organisation_code_is_unique. It writes reference data too, so it needs the owner's role.
-- Texts are wrapped here for reading; the last statements make one line of each paragraph.
BEGIN;
SET LOCAL ROLE registry_owner;

-- Organisations and what they were called --------------------------------------------------------

INSERT INTO organisation (code, country, sector) VALUES
    ('cbss', NULL, 'international-organisation'),
    ('cbss-expert-group', NULL, 'international-organisation'),
    ('cbss-children-at-risk-unit', NULL, 'international-organisation'),
    ('european-commission', NULL, 'international-organisation'),
    ('european-union', NULL, 'international-organisation'),
    ('nordic-council-of-ministers', NULL, 'international-organisation'),
    ('nordic-council-of-ministers-estonia', 'EE', 'international-organisation'),
    ('nordic-council-of-ministers-latvia', 'LV', 'international-organisation'),
    ('nordic-council-of-ministers-lithuania', 'LT', 'international-organisation'),
    ('swedish-institute', 'SE', 'national-authority'),
    ('ministry-of-children-norway', 'NO', 'ministry'),
    ('sos-childrens-villages-lithuania', 'LT', 'ngo'),
    ('sos-childrens-villages-estonia', 'EE', 'ngo'),
    ('sos-childrens-villages-croatia', 'HR', 'ngo'),
    ('ministry-of-welfare-latvia', 'LV', 'ministry'),
    ('state-border-guard-latvia', 'LV', 'border-guard'),
    ('social-emergency-center-stockholm', 'SE', 'social-sector'),
    ('child-protection-service-lithuania', 'LT', 'child-welfare'),
    ('global-initiative', NULL, 'ngo'),
    ('ministry-estonia', 'EE', 'ministry'),
    ('ministry-finland', 'FI', 'ministry'),
    ('ministry-sweden', 'SE', 'ministry'),
    ('ministry-latvia', 'LV', 'ministry'),
    ('ombudsman-for-childrens-rights-poland', 'PL', 'ombudsman'),
    ('barnahus', NULL, 'child-welfare');

INSERT INTO organisation_name
    (organisation_id, name, short_name, valid, source_quote, source_place)
SELECT organisation.id, called.name, called.short_name, called.valid::daterange, called.quote,
       called.place
FROM (VALUES
    ('cbss', 'Council of the Baltic Sea States', 'CBSS', '(,)',
     'The Council of the Baltic Sea States (CBSS) is an overall political forum for regional '
     'inter-governmental cooperation.', 'CBSS, About the Children at Risk Unit'),
    ('cbss-expert-group', 'CBSS Expert Group for Cooperation on Children at Risk', 'EGCC',
     '(,2017-07-01)',
     'It was managed and coordinated by the CBSS Expert Group for Cooperation on Children at '
     'Risk, then EGCC, now CAR', 'CBSS, Expert Group on Children at Risk'),
    ('cbss-expert-group', 'CBSS Expert Group on Children at Risk', 'CAR', '[2017-07-01,)',
     'As outlined in the CBSS Expert Group on Children at Risk Mandate, during July 2017-2020 the '
     'CBSS Expert Group on Children at Risk will support the member states',
     'CBSS, Expert Group on Children at Risk'),
    ('cbss-children-at-risk-unit', 'Children’s Unit at the CBSS Secretariat', NULL,
     '(,2020-07-01)',
     'The Expert Group is supported by the Children’s Unit at the CBSS Secretariat.',
     'CBSS, Expert Group on Children at Risk'),
    ('cbss-children-at-risk-unit', 'Children at Risk Unit at the CBSS Secretariat', 'CAR Unit',
     '[2020-07-01,)',
     'The Expert Group and the CAR Unit at the CBSS Secretariat',
     'CBSS, About the Children at Risk Unit'),
    ('european-commission', 'European Commission', 'EC', '(,)',
     'The European Commission has a seat in the Group.', 'CBSS, Expert Group on Children at Risk'),
    ('european-union', 'European Union', 'EU', '(,)',
     'as well as the European Union', 'CBSS, About the Children at Risk Unit'),
    ('nordic-council-of-ministers', 'Nordic Council of Ministers', 'NCM', '(,)',
     'The second and third phase of the PROTECT project is co-funded by the Nordic Council of '
     'Ministers.', 'CBSS, Expert Group on Children at Risk'),
    ('nordic-council-of-ministers-estonia', 'Nordic Council of Ministers’ office in Estonia', NULL,
     '(,)', 'the Nordic Council of Ministers’ offices in Latvia, Estonia, and Lithuania',
     'CBSS, Expert Group on Children at Risk'),
    ('nordic-council-of-ministers-latvia', 'Nordic Council of Ministers’ office in Latvia', NULL,
     '(,)', 'the Nordic Council of Ministers’ offices in Latvia, Estonia, and Lithuania',
     'CBSS, Expert Group on Children at Risk'),
    ('nordic-council-of-ministers-lithuania', 'Nordic Council of Ministers’ office in Lithuania',
     NULL, '(,)', 'the Nordic Council of Ministers’ offices in Latvia, Estonia, and Lithuania',
     'CBSS, Expert Group on Children at Risk'),
    ('swedish-institute', 'Swedish Institute', NULL, '(,)',
     'Under a project supported by the Swedish Institute Baltic Sea Unit',
     'CBSS, Expert Group on Children at Risk'),
    ('ministry-of-children-norway',
     'Norwegian Ministry of Children, Equality and Social Inclusion', NULL, '(,)',
     'the Norwegian Ministry of Children, Equality and Social Inclusion',
     'CBSS, Expert Group on Children at Risk'),
    ('sos-childrens-villages-lithuania', 'SOS Children’s Villages, Lithuania', NULL, '(,)',
     'alongside project partners SOS Children’s Villages, Lithuania',
     'CBSS, Expert Group on Children at Risk'),
    ('sos-childrens-villages-estonia', 'SOS Children’s Villages Association of Estonia', NULL,
     '(,)', 'SOS Children’s Villages Association of Estonia',
     'CBSS, Expert Group on Children at Risk'),
    ('sos-childrens-villages-croatia', 'SOS Children’s Villages of Croatia', NULL, '(,)',
     'with SOS Children’s Villages of Croatia as an associate partner',
     'CBSS, Expert Group on Children at Risk'),
    ('ministry-of-welfare-latvia', 'Ministry of Welfare of Latvia', NULL, '(,)',
     'the Ministry of Welfare of Latvia', 'CBSS, Expert Group on Children at Risk'),
    ('state-border-guard-latvia', 'Latvian State Border Guard', NULL, '(,)',
     'Project partners are the Latvian State Border Guard',
     'CBSS, Expert Group on Children at Risk'),
    ('social-emergency-center-stockholm', 'Stockholm Social Emergency Center', NULL, '(,)',
     'the Stockholm Social Emergency Center', 'CBSS, Expert Group on Children at Risk'),
    ('child-protection-service-lithuania',
     'Lithuanian State Child Protection and Adoption Service', NULL, '(,)',
     'the Lithuanian State Child Protection and Adoption Service',
     'CBSS, Expert Group on Children at Risk'),
    ('global-initiative', 'Global Initiative to End All Corporal Punishment of Children', NULL,
     '(,)', 'the Global Initiative to End All Corporal Punishment of Children',
     'CBSS, Expert Group on Children at Risk'),
    ('ministry-estonia', 'Ministry responsible for children’s issues', NULL, '(,)',
     'Ministries of Estonia, Finland, Sweden and Latvia', 'CBSS, Expert Group on Children at Risk'),
    ('ministry-finland', 'Ministry responsible for children’s issues', NULL, '(,)',
     'Ministries of Estonia, Finland, Sweden and Latvia', 'CBSS, Expert Group on Children at Risk'),
    ('ministry-sweden', 'Ministry responsible for children’s issues', NULL, '(,)',
     'Ministries of Estonia, Finland, Sweden and Latvia', 'CBSS, Expert Group on Children at Risk'),
    ('ministry-latvia', 'Ministry responsible for children’s issues', NULL, '(,)',
     'Ministries of Estonia, Finland, Sweden and Latvia', 'CBSS, Expert Group on Children at Risk'),
    ('ombudsman-for-childrens-rights-poland', 'Ombudsman for Children’s Rights', NULL, '(,)',
     'the Ombudsman for Children’s Rights in Poland', 'CBSS, Expert Group on Children at Risk'),
    ('barnahus', 'Barnahus', NULL, '(,)',
     'The CBSS and seven partners, including Barnahus and several similar services',
     'CBSS, Expert Group on Children at Risk')
) AS called (code, name, short_name, valid, quote, place)
JOIN organisation ON organisation.code = called.code;

-- Programmes -------------------------------------------------------------------------------------

INSERT INTO programme
    (code, title, summary, description, takes_interest_at, published_at) VALUES
('audtrain', 'AudTrain',
'Training for professionals who audit and monitor the care of children who live away from their
families.',
'AudTrain teaches system-based auditing. It looks at how a residential facility follows the
relevant standards, and it hears the children who live there. It was made for people who inspect
and monitor care and often lack tools to conduct an audit and to communicate its conclusions.

A course is a training of four days, a first audit at home and a mentoring session some months
later. Those who complete it may be invited to become trainers themselves. The training model has
been used in national trainings and audits in the partner countries and has been adapted by other
countries.', now() - interval '60 days', now() - interval '90 days'),
('protect', 'PROTECT Children on the Move',
'Expert meetings and trainings on protecting children who cross borders from exploitation and
trafficking.',
'Children who are on the move between countries meet many authorities, and none of them sees the
whole journey. PROTECT brings together border guards, police, immigration officers, prosecutors,
child welfare and civil society, so that they know the standards and each other.

Its guidelines rest on the United Nations Convention on the Rights of the Child. They give advice
on working across sectors and across borders with the best interests of the child as the common
baseline.', now() - interval '60 days', now() - interval '90 days'),
('proguard', 'ProGuard',
'Strengthening guardianship for children who arrive without their parents.',
'A guardian safeguards the rights of a child who has no parent in the country. ProGuard works on
how guardians are prepared and supported. Together with PROTECT it follows up on the Stockholm
Conclusions.', NULL, now() - interval '90 days'),
('non-violent-childhoods', 'Non-Violent Childhoods',
'Moving on from corporal punishment in the Baltic Sea Region.',
'The programme promotes the elimination of corporal punishment and other cruel or degrading
punishment of children by changing minds and public opinion. Countries share what they learned on
the way from a legal ban to a childhood without violence.

It addresses families and communities, policy makers, public officials and independent
institutions, researchers, the media and faith-based organisations. Its outcomes are guidance and
national trainings for key groups.', NULL, now() - interval '90 days'),
('promise', 'PROMISE',
'Multi-disciplinary and inter-agency services for child victims of violence in Europe.',
'PROMISE promotes the Children’s House (Barnahus) model. Child protection, justice, health care and
therapy meet the child under one roof, so that the child is not harmed again by the proceedings.

Tools, trainings, exchanges, conferences and study visits spread good practice and standards.',
NULL, now() - interval '90 days'),
('barnahus-network', 'European Barnahus network',
'A network of professionals and services that set up and run Barnahus.',
'The network supports and promotes Barnahus in many countries of Europe. It is hosted by the Council
of the Baltic Sea States and offers exchange, standards and training.',
NULL, now() - interval '90 days'),
('robert', 'ROBERT',
'Understanding online abuse and empowering children and young people to be protected online.',
'ROBERT aimed to make online interaction safe for children and young people. It gathered experience
from processes of online abuse, and looked at what makes young people vulnerable and what protects
them.', NULL, now() - interval '90 days'),
('begging-and-criminality', 'Children trafficked for begging and criminality',
'Site visits in four countries and a roundtable on forms of child trafficking that are often
overlooked.',
'Teams of police, prosecutors, child welfare professionals and experts of non-governmental
organisations from Lithuania, Norway, Poland and Sweden visited each other. They examined how to
protect children who are suspected of being trafficked for begging or criminal activities, and why
such cases are hard to prosecute.', NULL, now() - interval '90 days'),
('comprehensive-child-protection', 'Comprehensive and sustainable child protection',
'The flagship of the EU Strategy for the Baltic Sea Region under which the activities stand
together.',
'The flagship addresses Policy Area Secure. It is a series of activities that follow the priorities
of the Expert Group on Children at Risk and promote cooperation of many sectors, in each country and
across borders.', NULL, now() - interval '90 days');

INSERT INTO programme_name (programme_id, name, source_quote, source_place)
SELECT programme.id, alias.name, alias.quote, 'CBSS, Expert Group on Children at Risk'
FROM (VALUES
    ('protect', 'Child exploitation: Cross-national child protection in practice',
     'Child exploitation: Cross-national child protection in practice – ‘PROTECT Children on the '
     'Move’'),
    ('non-violent-childhoods',
     'NON-VIOLENT CHILDHOODS: Moving on from Corporal Punishment in the Baltic Sea Region',
     'NON-VIOLENT CHILDHOODS: Moving on from Corporal Punishment in the Baltic Sea Region')
) AS alias (code, name, quote)
JOIN programme ON programme.code = alias.code;

INSERT INTO programme_topic (programme_id, topic)
SELECT programme.id, about.topic
FROM (VALUES
    ('audtrain', 'alternative-care'), ('protect', 'trafficking'), ('protect', 'migration'),
    ('proguard', 'migration'), ('non-violent-childhoods', 'prevention'),
    ('promise', 'child-friendly-justice'), ('promise', 'sexual-abuse'),
    ('barnahus-network', 'child-friendly-justice'), ('robert', 'sexual-abuse'),
    ('begging-and-criminality', 'trafficking')
) AS about (code, topic)
JOIN programme ON programme.code = about.code;

-- Phases, grants, partners -----------------------------------------------------------------------

INSERT INTO phase
    (programme_id, code, title, starts_on, ends_on, period_source_quote, period_source_place,
     period_note)
SELECT programme.id, told.code, told.title, told.starts_on::date, told.ends_on::date, told.quote,
       CASE WHEN told.quote IS NULL THEN NULL ELSE 'CBSS, Expert Group on Children at Risk' END,
       told.note
FROM (VALUES
    ('audtrain', 'audtrain-1', 'AudTrain I', NULL, NULL, NULL,
     'No text here gives the period of the first project.'),
    ('audtrain', 'audtrain-2', 'AudTrain II', '2015-09-01', '2017-06-08',
     'In the fall 2015, a new project has been launched.',
     'The end is the final conference in Vilnius on 7 and 8 June 2017 (childrenatrisk.eu).'),
    ('protect', 'protect-1', 'PROTECT Children on the Move, first phase', '2014-01-01',
     '2015-12-31',
     'During 2014 and 2015, with co-financing from the EU Commission’s Return Fund, the Children’s '
     'Unit at the CBSS Secretariat organised 5 expert meetings',
     'https://www.cbss.org/protecting-children-on-the-move/ gives 2013 to 2015.'),
    ('protect', 'protect-extension', 'PROTECT Extension project', '2016-01-01', '2016-12-31',
     'During 2016, with financing from the Nordic Council of Ministers Trafficking in Human Beings '
     'Programme', NULL),
    ('protect', 'protect-meeting-series', 'PROTECT meeting series', '2017-01-01', '2018-12-31',
     'The cooperation with the NCM will continue during 2017 and 2018 with meeting series focusing '
     'on identification and referral systems and including child participation.', NULL),
    ('proguard', 'proguard-1', 'ProGuard', NULL, NULL, NULL, NULL),
    ('non-violent-childhoods', 'non-violent-childhoods-1', 'Non-Violent Childhoods', '2016-01-01',
     '2018-12-31',
     'Co-financed by the European Union  under the Rights, Equality and Citizenship Programme '
     '2014-2020. (2016 – 2018).', NULL),
    ('promise', 'promise-1', 'PROMISE', NULL, NULL, NULL, NULL),
    ('barnahus-network', 'barnahus-network-1', 'European Barnahus network', NULL, NULL, NULL, NULL),
    ('robert', 'robert-1', 'ROBERT', NULL, '2012-12-31',
     'Concluded in 2012. The ROBERT project aimed',
     'The same text calls it a two-year project.'),
    ('begging-and-criminality', 'begging-and-criminality-1',
     'Children trafficked for begging and criminality', NULL, '2013-12-31',
     'Concluded in 2013. Efforts to address child trafficking', NULL)
) AS told (programme, code, title, starts_on, ends_on, quote, note)
JOIN programme ON programme.code = told.programme;

INSERT INTO funding_grant
    (code, funder_id, funding_programme, reference, source_quote, source_place)
SELECT told.code, organisation.id, told.funding_programme, told.reference, told.quote,
       'CBSS, Expert Group on Children at Risk'
FROM (VALUES
    ('audtrain-2-commission', 'european-commission', NULL, NULL,
     'With a grant from the European Commission, AudTrain II will update the training materials'),
    ('protect-return-fund', 'european-commission', 'Return Fund', NULL,
     'with co-financing from the EU Commission’s Return Fund'),
    ('protect-2016-nordic', 'nordic-council-of-ministers', 'Trafficking in Human Beings Programme',
     NULL,
     'with financing from the Nordic Council of Ministers Trafficking in Human Beings Programme'),
    ('protect-2017-nordic', 'nordic-council-of-ministers', NULL, NULL,
     'The second and third phase of the PROTECT project is co-funded by the Nordic Council of '
     'Ministers.'),
    ('non-violent-childhoods-rec', 'european-union',
     'Rights, Equality and Citizenship Programme 2014-2020', NULL,
     'Co-financed by the European Union  under the Rights, Equality and Citizenship Programme '
     '2014-2020. (2016 – 2018).'),
    ('promise-commission', 'european-commission', NULL, NULL,
     'The project is co-financed by the European Commission.'),
    ('robert-safer-internet', 'european-commission',
     'Safer Internet Programme, Knowledge Enhancement Project', NULL,
     'This two-year project was funded by the European Commission’s Safer Internet Programme as a '
     'Knowledge Enhancement Project.'),
    ('begging-swedish-institute', 'swedish-institute', 'Baltic Sea Unit', NULL,
     'Under a project supported by the Swedish Institute Baltic Sea Unit and the Norwegian Ministry '
     'of Children, Equality and Social Inclusion'),
    ('begging-norwegian-ministry', 'ministry-of-children-norway', NULL, NULL,
     'Under a project supported by the Swedish Institute Baltic Sea Unit and the Norwegian Ministry '
     'of Children, Equality and Social Inclusion')
) AS told (code, funder, funding_programme, reference, quote)
JOIN organisation ON organisation.code = told.funder;

INSERT INTO phase_grant (phase_id, funding_grant_id)
SELECT phase.id, funding_grant.id
FROM (VALUES
    ('audtrain-2', 'audtrain-2-commission'),
    ('protect-1', 'protect-return-fund'),
    ('protect-extension', 'protect-2016-nordic'),
    ('protect-meeting-series', 'protect-2017-nordic'),
    ('non-violent-childhoods-1', 'non-violent-childhoods-rec'),
    ('promise-1', 'promise-commission'),
    ('robert-1', 'robert-safer-internet'),
    ('begging-and-criminality-1', 'begging-swedish-institute'),
    ('begging-and-criminality-1', 'begging-norwegian-ministry')
) AS paid (phase, funding_grant)
JOIN phase ON phase.code = paid.phase
JOIN funding_grant ON funding_grant.code = paid.funding_grant;

INSERT INTO phase_partner (phase_id, organisation_id, role, source_quote, source_place)
SELECT phase.id, organisation.id, part.role, part.quote, part.place
FROM (
    SELECT phase, partner, role, quote, 'CBSS, Expert Group on Children at Risk' AS place
    FROM (VALUES
        ('audtrain-2', 'cbss-children-at-risk-unit', 'lead',
         'The Children’s Unit of the CBSS is the lead partner for the project'),
        ('audtrain-2', 'sos-childrens-villages-lithuania', 'project',
         'alongside project partners SOS Children’s Villages, Lithuania'),
        ('audtrain-2', 'sos-childrens-villages-estonia', 'project',
         'alongside project partners SOS Children’s Villages, Lithuania, SOS Children’s Villages '
         'Association of Estonia, and the Ministry of Welfare of Latvia'),
        ('audtrain-2', 'ministry-of-welfare-latvia', 'project',
         'alongside project partners SOS Children’s Villages, Lithuania, SOS Children’s Villages '
         'Association of Estonia, and the Ministry of Welfare of Latvia'),
        ('audtrain-2', 'sos-childrens-villages-croatia', 'associate',
         'with SOS Children’s Villages of Croatia as an associate partner'),
        ('protect-1', 'cbss-children-at-risk-unit', 'lead',
         'the Children’s Unit at the CBSS Secretariat organised 5 expert meetings'),
        ('protect-1', 'state-border-guard-latvia', 'project',
         'Project partners are the Latvian State Border Guard, the Stockholm Social Emergency '
         'Center, and the Lithuanian State Child Protection and Adoption Service.'),
        ('protect-1', 'social-emergency-center-stockholm', 'project',
         'Project partners are the Latvian State Border Guard, the Stockholm Social Emergency '
         'Center, and the Lithuanian State Child Protection and Adoption Service.'),
        ('protect-1', 'child-protection-service-lithuania', 'project',
         'Project partners are the Latvian State Border Guard, the Stockholm Social Emergency '
         'Center, and the Lithuanian State Child Protection and Adoption Service.'),
        ('protect-extension', 'cbss', 'lead',
         'The States CBSS Secretariat is the lead partner on the implementation of the project.'),
        ('protect-extension', 'nordic-council-of-ministers-latvia', 'funder-office',
         'the Nordic Council of Ministers’ offices in Latvia, Estonia, and Lithuania'),
        ('protect-extension', 'nordic-council-of-ministers-estonia', 'funder-office',
         'the Nordic Council of Ministers’ offices in Latvia, Estonia, and Lithuania'),
        ('protect-extension', 'nordic-council-of-ministers-lithuania', 'funder-office',
         'the Nordic Council of Ministers’ offices in Latvia, Estonia, and Lithuania'),
        ('proguard-1', 'cbss', 'project',
         'The CBSS is a partner to a project on guardianship – ProGuard'),
        ('non-violent-childhoods-1', 'global-initiative', 'project',
         'The project is managed in partnership with the Global Initiative to End All Corporal '
         'Punishment of Children'),
        ('non-violent-childhoods-1', 'ministry-estonia', 'project',
         'with Ministries of Estonia, Finland, Sweden and Latvia'),
        ('non-violent-childhoods-1', 'ministry-finland', 'project',
         'with Ministries of Estonia, Finland, Sweden and Latvia'),
        ('non-violent-childhoods-1', 'ministry-sweden', 'project',
         'with Ministries of Estonia, Finland, Sweden and Latvia'),
        ('non-violent-childhoods-1', 'ministry-latvia', 'project',
         'with Ministries of Estonia, Finland, Sweden and Latvia'),
        ('non-violent-childhoods-1', 'ombudsman-for-childrens-rights-poland', 'project',
         'and the Ombudsman for Children’s Rights in Poland'),
        ('promise-1', 'cbss', 'project',
         'The CBSS and seven partners, including Barnahus and several similar services, have been '
         'granted EC funds'),
        ('promise-1', 'barnahus', 'project',
         'The CBSS and seven partners, including Barnahus and several similar services, have been '
         'granted EC funds'),
        ('robert-1', 'cbss-expert-group', 'lead',
         'It was managed and coordinated by the CBSS Expert Group for Cooperation on Children at '
         'Risk, then EGCC, now CAR')
    ) AS page (phase, partner, role, quote)
    UNION ALL VALUES
        ('barnahus-network-1', 'cbss', 'lead',
         'The European Barnahus network, hosted by the CBSS, is active in 34 national contexts',
         'CBSS, Child Protection')
) AS part (phase, partner, role, quote, place)
JOIN phase ON phase.code = part.phase
JOIN organisation ON organisation.code = part.partner;

-- Members, presidencies, mandates, the roster ----------------------------------------------------

INSERT INTO member (code, name, country) VALUES
    ('DE', 'Germany', 'DE'), ('DK', 'Denmark', 'DK'), ('EE', 'Estonia', 'EE'),
    ('EU', 'European Union', NULL), ('FI', 'Finland', 'FI'), ('IS', 'Iceland', 'IS'),
    ('LT', 'Lithuania', 'LT'), ('LV', 'Latvia', 'LV'), ('NO', 'Norway', 'NO'),
    ('PL', 'Poland', 'PL'), ('RU', 'Russia', 'RU'), ('SE', 'Sweden', 'SE');

-- The Council was founded in March 1992; Iceland joined in 1995.
INSERT INTO membership (member, valid, source_quote, source_place)
SELECT code, daterange(CASE code WHEN 'IS' THEN '1995-01-01'::date ELSE '1992-03-01' END, NULL),
       'The Members of the Council are the eleven states of the Baltic Sea Region: Denmark, '
       'Estonia, Finland, Germany, Iceland, Latvia, Lithuania, Norway, Poland, Russia, and Sweden, '
       'as well as the European Union.', 'CBSS, About the Children at Risk Unit'
FROM member WHERE code NOT IN ('EU', 'RU');

INSERT INTO membership (member, valid, seat, source_quote, source_place) VALUES
    ('RU', '[1992-03-01,2022-05-17)', 'held', 'Russia’s suspension and withdrawal from CBSS',
     'https://cbss.org/publications/cbss-expert-group-on-children-at-risk-annual-report-under-the-norwegian-presidency-2021-2022/'),
    ('EU', '[1992-03-01,2017-07-01)', 'optional',
     'The European Commission, as a member to the Council of the Baltic Sea States, may also '
     'appoint a member to the group.', 'CBSS, How we work'),
    ('EU', '[2017-07-01,)', 'held', 'The European Commission has a seat in the Group.',
     'CBSS, Expert Group on Children at Risk');

-- The chair of the Expert Group has followed the presidency since 2011.
INSERT INTO presidency (member, valid, source_quote, source_place)
SELECT member, daterange(make_date(year, 7, 1), make_date(year + 1, 7, 1)),
       'The Presidency of the Council rotates among the Member States on an annual basis.',
       'CBSS, About the Children at Risk Unit; the order: '
       'https://cbss.org/about-us/presidencies/previous-presidencies/'
FROM (VALUES
    ('DE', 2011), ('RU', 2012), ('FI', 2013), ('EE', 2014), ('PL', 2015), ('IS', 2016),
    ('SE', 2017), ('LV', 2018), ('DK', 2019), ('LT', 2020), ('NO', 2021), ('DE', 2022),
    ('FI', 2023), ('EE', 2024), ('PL', 2025), ('IS', 2026), ('SE', 2027), ('LV', 2028)
) AS turn (member, year);

INSERT INTO mandate (title, valid, source_quote, source_place) VALUES
    ('Mandate 2017–2020', '[2017-07-01,2020-07-01)',
     'during July 2017-2020 the CBSS Expert Group on Children at Risk will support the member '
     'states', 'CBSS, Expert Group on Children at Risk'),
    ('Mandate 2020–2025', '[2020-07-01,2025-07-01)', NULL,
     'https://www.childrenatrisk.eu/blog/children-at-risk-expert-group-holds-extra-meeting/');

INSERT INTO roster_entry (member, role, rank, holder_name, institution, valid, source_place)
SELECT member, role, rank, holder_name, institution, valid::daterange, 'Invented for this demonstration'
FROM (VALUES
    ('DE', 'member', 1, 'Henrike Wolfsteller', 'Federal ministry', '[2015-07-01,)'),
    ('DE', 'deputy', 1, 'Jannik Torbeck', 'Federal ministry', '[2019-01-01,)'),
    ('DK', 'member', 1, 'Mette Højlund-Krag', 'Ministry', '[2014-09-01,2021-03-01)'),
    ('DK', 'member', 1, 'Søren Brøndlykke', 'Ministry', '[2021-03-01,)'),
    ('EE', 'member', 1, 'Kadri Lepasaar', 'Ministry', '[2013-01-01,)'),
    ('EE', 'deputy', 1, 'Taavi Mändmets', 'Designated agency', '[2018-05-01,)'),
    ('FI', 'member', 1, 'Aino Kettusalo', 'Ministry', '[2012-01-01,)'),
    ('IS', 'member', 1, 'Sólrún Hvammsdóttir', 'Designated agency', '[2015-01-01,)'),
    ('IS', 'deputy', 1, 'Þórir Ægisson', 'Ministry', '[2022-01-01,)'),
    ('LT', 'member', 1, 'Rasa Žemvaitė', 'Ministry', '[2016-03-01,)'),
    ('LV', 'member', 1, 'Ilze Kalnrozīte', 'Ministry', '[2014-01-01,2023-09-01)'),
    ('LV', 'member', 1, NULL, 'Ministry', '[2023-09-01,2024-02-01)'),
    ('LV', 'member', 1, 'Māris Ķepzars', 'Ministry', '[2024-02-01,)'),
    ('LV', 'alternate', 1, 'Zane Vītolniece', 'Ministry', '[2020-01-01,)'),
    ('LV', 'alternate', 2, 'Ēriks Purvlapa', 'Designated agency', '[2020-01-01,)'),
    ('NO', 'member', 1, 'Ingvild Fjellstrand', 'Ministry', '[2013-06-01,)'),
    ('NO', 'alternate', 1, 'Åsmund Krokvåg', 'Designated agency', '[2017-01-01,)'),
    ('PL', 'member', 1, 'Małgorzata Wierzbnicka', 'Ministry', '[2015-01-01,)'),
    ('RU', 'member', 1, 'Tatjana Severinova', 'Ministry', '[2012-07-01,2022-05-17)'),
    ('SE', 'member', 1, 'Åsa Granlövdal', 'Ministry', '[2011-01-01,)'),
    ('SE', 'deputy', 1, 'Östen Almkvistad', 'Designated agency', '[2021-01-01,)'),
    ('EU', 'member', 1, NULL, 'European Commission', '[2011-07-01,2018-01-01)'),
    ('EU', 'member', 1, 'Claire Vandermoelen', 'European Commission', '[2018-01-01,)')
) AS seat (member, role, rank, holder_name, institution, valid);

-- Events of the past -----------------------------------------------------------------------------

INSERT INTO event
    (code, kind, title, summary, description, programme_id, phase_id, admission, starts_on, ends_on,
     date_precision, time_zone, venue, city, country, languages, published_at, held_at)
SELECT past.code, past.kind, past.title, past.summary, past.description, programme.id, phase.id,
       past.admission, past.starts_on::date, past.ends_on::date, past.date_precision,
       past.time_zone, past.venue, past.city, past.country, ARRAY['en'],
       past.starts_on::date - interval '60 days', past.ends_on::date + time '18:00'
FROM (VALUES
    ('protect-stockholm-2014', 'expert-meeting',
     'Case assessment and determination of best interests',
     'The first of five expert meetings, on children exposed to exploitation and trafficking across
borders.',
     'Experts of local and national authorities, agencies of the United Nations, non-governmental
organisations and service providers discussed special considerations and procedures in
transnational cases.', 'protect', 'protect-1', 'invitation', '2014-01-28', '2014-01-29', 'day',
     'Europe/Stockholm', 'CBSS Secretariat', 'Stockholm', 'SE'),
    ('audtrain-zagreb-2016', 'training', 'AudTrain primary training in Zagreb',
     'Four days in April 2016 for auditors of child welfare facilities. The text names the month
only.',
     'Participants came from service providers, monitoring bodies, ombudsman offices and other
organisations that protect children in alternative care. A mentoring session followed in
November.', 'audtrain', 'audtrain-2', 'selection', '2016-04-01', '2016-04-30', 'month',
     'Europe/Zagreb', '', 'Zagreb', 'HR'),
    ('audtrain-riga-2016', 'training', 'AudTrain primary training in Riga',
     'Four days in April 2016 for auditors of child welfare facilities. The text names the month
only.',
     'Participants came from service providers, monitoring bodies, ombudsman offices and other
organisations that protect children in alternative care. A mentoring session followed in
November.', 'audtrain', 'audtrain-2', 'selection', '2016-04-01', '2016-04-30', 'month',
     'Europe/Riga', '', 'Riga', 'LV'),
    ('protect-tallinn-2016', 'training', 'PROTECT training in Tallinn',
     'Two days on the best interests of children on the move, on communication with them, and on
durable solutions.',
     'Participants from nine countries came from the social sector, prosecution, police, the legal
profession, policy making, child rights advocacy, immigration and border guard.', 'protect',
     'protect-extension', 'selection', '2016-04-28', '2016-04-29', 'day', 'Europe/Tallinn', '',
     'Tallinn', 'EE'),
    ('audtrain-vilnius-2017', 'conference', 'Final conference of AudTrain II',
     'New and experienced auditors discussed the method and how it comes into regular use.',
     'The conference closed the second AudTrain project and presented its advocacy tool.',
     'audtrain', 'audtrain-2', 'invitation', '2017-06-07', '2017-06-08', 'day', 'Europe/Vilnius',
     '', 'Vilnius', 'LT'),
    ('begging-roundtable', 'roundtable', 'Final roundtable on child trafficking for begging',
     'Experts from four countries on the obstacles that child victims face. The text names no day
and no place.',
     'The roundtable closed the project after site visits in Lithuania, Norway, Poland and Sweden.',
     'begging-and-criminality', 'begging-and-criminality-1', 'invitation', '2013-01-01',
     '2013-12-31', 'year', 'Europe/Stockholm', '', '', NULL),
    ('expert-group-copenhagen-2019', 'expert-group-meeting', 'Expert Group meeting in Copenhagen',
     'The first meeting under the Danish Presidency, with a roundtable on prevention and early
intervention.', '', NULL, NULL, 'nomination', '2019-11-04', '2019-11-05', 'day',
     'Europe/Copenhagen', '', 'Copenhagen', 'DK')
) AS past (code, kind, title, summary, description, programme, phase, admission, starts_on, ends_on,
           date_precision, time_zone, venue, city, country)
LEFT JOIN programme ON programme.code = past.programme
LEFT JOIN phase ON phase.code = past.phase;

-- The site visits that teams of four countries made to each other.
INSERT INTO event
    (code, kind, title, summary, programme_id, phase_id, admission, starts_on, ends_on,
     date_precision, time_zone, country, languages, published_at, held_at)
SELECT 'begging-site-visit-' || lower(visited.country), 'study-visit',
       'Site visit in ' || country.name,
       'Police, prosecutors, child welfare professionals and NGO experts of four countries visited '
       'their colleagues in ' || country.name || '. The text names no day.',
       programme.id, phase.id, 'nomination', '2013-01-01', '2013-12-31', 'year', visited.time_zone,
       visited.country, ARRAY['en'], '2012-11-01', '2013-12-31 18:00+00'
FROM (VALUES
    ('LT', 'Europe/Vilnius'), ('NO', 'Europe/Oslo'), ('PL', 'Europe/Warsaw'),
    ('SE', 'Europe/Stockholm')
) AS visited (country, time_zone)
JOIN country ON country.code = visited.country
JOIN programme ON programme.code = 'begging-and-criminality'
JOIN phase ON phase.code = 'begging-and-criminality-1';

-- Events to come, all invented -------------------------------------------------------------------

-- A day of a week to come, so that no event starts at a weekend: Monday is 0.
CREATE FUNCTION pg_temp.weekday(days integer, day integer) RETURNS date LANGUAGE sql AS $$
    SELECT (date_trunc('week', (current_date + days)::timestamp))::date + day
$$;

INSERT INTO event
    (code, kind, title, summary, description, programme_id, admission, starts_on, ends_on,
     time_zone, venue, city, country, is_online, languages, capacity, opens_at, closes_at,
     published_at, cancelled_at)
SELECT coming.code, coming.kind, coming.title, coming.summary, coming.description, programme.id,
       coming.admission, coming.starts_on, coming.starts_on + coming.days - 1, coming.time_zone,
       coming.venue, coming.city, coming.country, coming.is_online, coming.languages::text[],
       coming.capacity,
       (current_date + coming.opens_in + time '09:00') AT TIME ZONE coming.time_zone,
       (current_date + coming.closes_in)::timestamp AT TIME ZONE coming.time_zone,
       now() - interval '30 days', now() + coming.cancelled::interval
FROM (VALUES
('protect-tallinn-2027', 'training', 'PROTECT training: children on the move',
'Two days for professionals who meet children at borders, on identification, referral and the best
interests of the child.',
'How do we recognise a child who is being exploited, when the child is in our country for a day? The
training follows one case from the first contact at the border to a durable solution, with the
professionals who would meet the child on the way.

You practise interviews with children, learn which agency is responsible for what in the neighbouring
countries, and leave with contacts you can call. The group is chosen so that countries and sectors
are balanced. Travel and two nights are covered for those selected.',
 'protect', 'selection', greatest(date '2027-04-20', pg_temp.weekday(150, 1)), 2, 'Europe/Tallinn',
 'Conference centre by the Old Town', 'Tallinn', 'EE', false, '{en}', 40, -14,
 (greatest(date '2027-04-20', pg_temp.weekday(150, 1)) - 42) - current_date, NULL),

('audtrain-riga', 'training', 'AudTrain primary training',
'Four days on system-based auditing of residential care, followed by a first audit at home and a
mentoring session.',
'The training is for those who inspect, audit or monitor places where children live away from their
families. You learn to plan an audit, to read how a facility follows the standards, to talk with the
children who live there and to report what you found.

Between the training and the mentoring session you carry out a first audit in your own country.
Please make sure that your employer gives you time for it.',
 'audtrain', 'selection', pg_temp.weekday(80, 0), 4, 'Europe/Riga', 'Training centre at the Daugava', 'Riga',
 'LV', false, '{en,lv}', 22, -10, 40, NULL),

('barnahus-online-exchange', 'expert-meeting', 'Barnahus exchange: hearing very young children',
'An open online afternoon for professionals who work in or with a Barnahus.',
'Three services tell how they prepare and conduct conversations with children under six, and what
they would do differently today. Time for questions is planned after each.

Everybody who confirms receives the link the day before. Nothing is recorded, and no case is
discussed in a way that a child could be recognised.',
 'barnahus-network', 'open', pg_temp.weekday(26, 2), 1, 'Europe/Stockholm', '', '', NULL, true,
 '{en}', 200, -7, pg_temp.weekday(26, 2) - current_date - 1, NULL),

('guardianship-stockholm', 'expert-meeting', 'Guardians for children who arrive alone',
'Expert meeting on how guardians are appointed, prepared and supported.',
'The meeting compares who becomes a guardian, how soon, with which preparation and for how many
children. It looks for standards that can hold in every country of the region.

We look for people who appoint, train or supervise guardians, and for lawyers and social workers who
work with them.',
 'proguard', 'selection', pg_temp.weekday(60, 3), 2, 'Europe/Stockholm', 'CBSS Secretariat',
 'Stockholm', 'SE', false, '{en}', 30, -20, 25, NULL),

('non-violent-childhoods-warsaw', 'consultation', 'From prohibition to practice',
'Consultation on what comes after a legal ban of corporal punishment.',
'Ministries, ombudsman institutions, researchers and civil society discuss which measures have
changed attitudes, and how to tell that they did. The conclusions are published.

The group has been chosen; interest is no longer taken.',
 'non-violent-childhoods', 'selection', pg_temp.weekday(20, 1), 1, 'Europe/Warsaw',
 'Conference centre at the Vistula', 'Warsaw', 'PL', false, '{en,pl}', 35, -70, -4, NULL),

('expert-group-reykjavik', 'expert-group-meeting', 'Expert Group on Children at Risk',
'Meeting of the Expert Group with national updates and the work plan for the coming year.',
'The members of the Expert Group are appointed by the ministries responsible for children’s issues.
Each member state names who comes for it: the member, a deputy or an alternate.

The second morning is a visit to a Barnahus.',
 NULL, 'nomination', pg_temp.weekday(100, 2), 2, 'Atlantic/Reykjavik', 'Harbour meeting rooms',
 'Reykjavík', 'IS', false, '{en}', 36, NULL, NULL, NULL),

('study-visit-oslo', 'study-visit', 'Study visit to a Barnahus in Oslo',
'Three days with a Barnahus team, for services that are being set up.',
'Visitors follow the way of a child through the house, from the first call to therapy, and talk with
police, prosecution, medical staff and child welfare about how they share the work.

Those invited come from services that open within a year. They are written to directly.',
 'promise', 'invitation', pg_temp.weekday(120, 1), 3, 'Europe/Oslo', 'Barnahus', 'Oslo', 'NO',
 false, '{en}', 14, NULL, NULL, NULL),

('trafficking-roundtable-vilnius', 'roundtable', 'Children exploited in begging and criminality',
'Roundtable on children who are treated as offenders although they are victims.',
'Police, prosecution, judges and child welfare discuss how the rule that victims are not punished
for what they were forced to do is applied to children, with cases from four countries.

Interest can be expressed from the date given on this page.',
 NULL, 'selection', pg_temp.weekday(140, 3), 1, 'Europe/Vilnius', 'Old Town Hall', 'Vilnius', 'LT',
 false, '{en,lt}', 60, 30, 105, NULL),

('child-friendly-justice-helsinki', 'conference', 'Child-friendly justice in practice',
'An open conference, in Helsinki and online, on what courts and police have changed for children.',
'Two days of short talks and long conversations: what happens before, during and after a child gives
a statement, what children themselves say about it, and what it costs to do it well.

Seats in the hall are given in the order of confirmation. The talks are streamed.',
 NULL, 'open', pg_temp.weekday(185, 1), 2, 'Europe/Helsinki', 'Harbour conference centre', 'Helsinki', 'FI', true,
 '{en,fi,sv}', 180, -3, 170, NULL),

('protect-gdansk', 'training', 'PROTECT training for border and harbour police',
'Two days on children who travel by ferry. The training does not take place.',
'The training was planned for border and harbour police and for child welfare services of port
cities. It had to be cancelled; its topics are taken up in Tallinn.',
 'protect', 'selection', pg_temp.weekday(45, 2), 2, 'Europe/Warsaw', 'Maritime centre', 'Gdańsk',
 'PL', false, '{en,pl}', 24, -60, 10, '-6 days')
) AS coming (code, kind, title, summary, description, programme, admission, starts_on, days,
             time_zone, venue, city, country, is_online, languages, capacity, opens_in, closes_in,
             cancelled)
LEFT JOIN programme ON programme.code = coming.programme;

-- Times are local times at the event.
INSERT INTO session (event_id, title, starts_at, ends_at)
SELECT event.id, sitting.title,
       (event.starts_on + sitting.day - 1 + sitting.begins::time) AT TIME ZONE event.time_zone,
       (event.starts_on + sitting.day - 1 + sitting.ends::time) AT TIME ZONE event.time_zone
FROM (VALUES
    ('protect-tallinn-2027', 1, '09:30', '12:30', 'Recognising exploitation at first contact'),
    ('protect-tallinn-2027', 1, '13:30', '17:00', 'Talking with children: exercises'),
    ('protect-tallinn-2027', 2, '09:00', '12:00', 'Best interests and referral across borders'),
    ('protect-tallinn-2027', 2, '13:00', '15:30', 'Durable solutions and what we take home'),
    ('audtrain-riga', 1, '10:00', '17:00', 'Standards and the system-based audit'),
    ('audtrain-riga', 2, '09:00', '17:00', 'Planning an audit and reading documents'),
    ('audtrain-riga', 3, '09:00', '17:00', 'Conversations with children and staff'),
    ('audtrain-riga', 4, '09:00', '15:00', 'Findings, report and follow-up'),
    ('barnahus-online-exchange', 1, '13:00', '16:00', 'Exchange'),
    ('guardianship-stockholm', 1, '10:00', '17:00', 'Appointment and preparation'),
    ('guardianship-stockholm', 2, '09:00', '14:00', 'Support, supervision and standards'),
    ('non-violent-childhoods-warsaw', 1, '09:30', '16:30', 'Consultation'),
    ('expert-group-reykjavik', 1, '09:00', '17:00', 'National updates and work plan'),
    ('expert-group-reykjavik', 2, '09:00', '12:30', 'Visit to a Barnahus'),
    ('study-visit-oslo', 1, '09:00', '16:00', 'The way of a child through the house'),
    ('study-visit-oslo', 2, '09:00', '16:00', 'Police, prosecution and medical staff'),
    ('study-visit-oslo', 3, '09:00', '13:00', 'Planning your own service'),
    ('trafficking-roundtable-vilnius', 1, '09:30', '16:00', 'Roundtable'),
    ('child-friendly-justice-helsinki', 1, '10:00', '17:30', 'Before and during the statement'),
    ('child-friendly-justice-helsinki', 2, '09:00', '15:00', 'Afterwards'),
    ('protect-gdansk', 1, '09:30', '17:00', 'Children who travel by ferry'),
    ('protect-gdansk', 2, '09:00', '15:00', 'Working with port cities')
) AS sitting (event, day, begins, ends, title)
JOIN event ON event.code = sitting.event;

INSERT INTO event_audience (event_id, sector)
SELECT event.id, sector
FROM (VALUES
    ('protect-tallinn-2016', '{social-sector,prosecutor,police,lawyer,policy-maker,
        child-rights-advocate,immigration,border-guard}'),
    ('begging-site-visit-lt', '{police,prosecutor,child-welfare,ngo}'),
    ('begging-site-visit-no', '{police,prosecutor,child-welfare,ngo}'),
    ('begging-site-visit-pl', '{police,prosecutor,child-welfare,ngo}'),
    ('begging-site-visit-se', '{police,prosecutor,child-welfare,ngo}'),
    ('audtrain-zagreb-2016', '{care-audit,ombudsman,child-welfare}'),
    ('audtrain-riga-2016', '{care-audit,ombudsman,child-welfare}'),
    ('protect-tallinn-2027', '{border-guard,child-rights-advocate,child-welfare,immigration,
        law-enforcement,ngo,police,prosecutor}'),
    ('audtrain-riga', '{care-audit,child-welfare,ombudsman,national-authority,ngo}'),
    ('barnahus-online-exchange', '{child-welfare,health,judiciary,police,prosecutor}'),
    ('guardianship-stockholm', '{child-welfare,lawyer,national-authority,ngo,social-sector}'),
    ('non-violent-childhoods-warsaw', '{academia,faith-based,media,ministry,ngo,ombudsman,
        parliament,policy-maker}'),
    ('study-visit-oslo', '{child-welfare,health,police,prosecutor}'),
    ('trafficking-roundtable-vilnius', '{child-welfare,judiciary,ngo,police,prosecutor}'),
    ('protect-gdansk', '{border-guard,child-welfare,police}')
) AS meant (event, sectors)
JOIN event ON event.code = meant.event
CROSS JOIN LATERAL unnest(meant.sectors::text[]) AS sector;

INSERT INTO event_topic (event_id, topic)
SELECT event.id, topic
FROM (VALUES
    ('protect-stockholm-2014', '{trafficking,migration}'),
    ('protect-tallinn-2016', '{trafficking,migration}'),
    ('protect-tallinn-2027', '{trafficking,migration}'), ('protect-gdansk', '{trafficking}'),
    ('audtrain-zagreb-2016', '{alternative-care}'), ('audtrain-riga-2016', '{alternative-care}'),
    ('audtrain-vilnius-2017', '{alternative-care}'), ('audtrain-riga', '{alternative-care}'),
    ('barnahus-online-exchange', '{child-friendly-justice}'),
    ('study-visit-oslo', '{child-friendly-justice}'),
    ('child-friendly-justice-helsinki', '{child-friendly-justice}'),
    ('guardianship-stockholm', '{migration}'), ('non-violent-childhoods-warsaw', '{prevention}'),
    ('begging-roundtable', '{trafficking}'), ('trafficking-roundtable-vilnius', '{trafficking}')
) AS about (event, topics)
JOIN event ON event.code = about.event
CROSS JOIN LATERAL unnest(about.topics::text[]) AS topic;

-- No text says how the cost was divided, so no share is known.
INSERT INTO event_grant (event_id, funding_grant_id)
SELECT event.id, phase_grant.funding_grant_id
FROM event
JOIN phase_grant USING (phase_id);

-- Figures from before the registry ---------------------------------------------------------------

INSERT INTO baseline_figure
    (code, title, value, qualifier, unit, period, period_days, quote, place, programme_id, phase_id,
     event_id)
SELECT told.code, told.title, told.value, told.qualifier, told.unit, told.period,
       told.period_days::daterange, told.quote, told.place, programme.id, phase.id, event.id
FROM (VALUES
    ('professionals-trained', 'Professionals trained', 1000, 'at-least', 'professionals',
     'over 20 years', NULL,
     'Over the past 20 years, CBSS has been involved in training over a 1000 professionals in the '
     'areas of child protection, asylum and migration, trafficking, alternative care, safety on the '
     'internet, child friendly justice and more.',
     'CBSS, Child Protection', NULL, NULL, NULL),
    ('member-states-prohibiting-corporal-punishment',
     'Member states with a full legal prohibition of corporal punishment', 10, 'exact',
     'member states', 'when the text was written', NULL,
     '10 CBSS Member States have a full legal prohibition of corporal punishment in place.',
     'CBSS, Child Protection', NULL, NULL, NULL),
    ('member-states-with-barnahus', 'Member states with a Barnahus', 10, 'exact', 'member states',
     'when the text was written', NULL,
     'Barnahus (“Children’s Houses”) are set up or piloted in 10 CBSS member states and many more '
     'across Europe.', 'CBSS, Child Protection', NULL, NULL, NULL),
    ('barnahus-national-contexts', 'Reach of the European Barnahus network', 34, 'exact',
     'national contexts', 'when the text was written', NULL,
     'The European Barnahus network, hosted by the CBSS, is active in 34 national contexts to '
     'support and promote Barnahus.',
     'CBSS, Child Protection', 'barnahus-network', NULL, NULL),
    ('protect-experts', 'Experts at the PROTECT expert meetings', 250, 'at-least', 'experts',
     '2014 and 2015', '[2014-01-01,2016-01-01)',
     'In bringing more than 250 experts from across the Baltic Sea Region and beyond',
     'CBSS, Expert Group on Children at Risk', NULL, 'protect-1', NULL),
    ('protect-expert-meetings', 'Expert meetings of PROTECT', 5, 'exact', 'expert meetings',
     '2014 and 2015', '[2014-01-01,2016-01-01)',
     'During 2014 and 2015, with co-financing from the EU Commission’s Return Fund, the Children’s '
     'Unit at the CBSS Secretariat organised 5 expert meetings',
     'CBSS, Expert Group on Children at Risk', NULL, 'protect-1', NULL),
    ('promise-partners', 'Partners of the CBSS in PROMISE', 7, 'exact', 'partners',
     'when the grant was given', NULL,
     'The CBSS and seven partners, including Barnahus and several similar services, have been '
     'granted EC funds', 'CBSS, Expert Group on Children at Risk', NULL, 'promise-1', NULL),
    ('audtrain-new-auditors', 'New auditors of AudTrain II', 40, 'exact', 'new auditors',
     '2015 to 2017', '[2015-09-01,2017-06-09)', '40 new auditors, 20 new trainers',
     'childrenatrisk.eu, AudTrain II final conference', NULL, 'audtrain-2', NULL),
    ('audtrain-new-trainers', 'New trainers of AudTrain II', 20, 'exact', 'new trainers',
     '2015 to 2017', '[2015-09-01,2017-06-09)', '40 new auditors, 20 new trainers',
     'childrenatrisk.eu, AudTrain II final conference', NULL, 'audtrain-2', NULL),
    ('begging-roundtable-experts', 'Experts at the roundtable on child trafficking for begging', 60,
     'exact', 'experts', 'until 2013', '[2013-01-01,2014-01-01)',
     'In addition to the site visits, a final roundtable meeting of 60 experts developed an '
     'understanding of the obstacles',
     'CBSS, Expert Group on Children at Risk', NULL, NULL, 'begging-roundtable'),
    ('protect-stockholm-experts', 'Experts at the first PROTECT meeting', 40, 'at-least', 'experts',
     'January 2014', '[2014-01-28,2014-01-30)', 'over forty experts',
     'https://www.cbss.org/protecting-children-on-the-move/', NULL, NULL,
     'protect-stockholm-2014'),
    ('protect-tallinn-participants', 'Participants of the PROTECT training in Tallinn', 40, 'exact',
     'participants', 'April 2016', '[2016-04-28,2016-04-30)', '40 participants',
     'https://www.childrenatrisk.eu/blog/cbss-ncm-brings-protection-of-children-on-the-move-training-to-tallinn-2/',
     NULL, NULL, 'protect-tallinn-2016'),
    ('audtrain-zagreb-participants', 'Participants of the AudTrain training in Zagreb', 22, 'about',
     'participants', 'April 2016', '[2016-04-01,2016-05-01)', 'about 22 participants',
     'https://www.childrenatrisk.eu/audtrain/2017/09/05/primary-trainings-in-riga-and-zagreb/',
     NULL, NULL, 'audtrain-zagreb-2016'),
    ('audtrain-riga-participants', 'Participants of the AudTrain training in Riga', 22, 'about',
     'participants', 'April 2016', '[2016-04-01,2016-05-01)', 'about 22 participants',
     'https://www.childrenatrisk.eu/audtrain/2017/09/05/primary-trainings-in-riga-and-zagreb/',
     NULL, NULL, 'audtrain-riga-2016')
) AS told (code, title, value, qualifier, unit, period, period_days, quote, place, programme, phase,
           event)
LEFT JOIN programme ON programme.code = told.programme
LEFT JOIN phase ON phase.code = told.phase
LEFT JOIN event ON event.code = told.event;

-- What is told of people can stand beside people who are counted.
UPDATE baseline_figure SET counts_people = true
WHERE unit IN ('professionals', 'experts', 'participants', 'new auditors', 'new trainers');
-- The text has no date. Here it is taken to be from before the invented events.
UPDATE baseline_figure SET
    told_on = date_trunc('year', current_date - interval '1 year')::date - 1
WHERE code = 'professionals-trained';

-- Who completes AudTrain II attends, hands in an assignment and comes to the mentoring session.
INSERT INTO completion_rule (event_id, needs_assignment, needs_mentoring)
SELECT id, true, true FROM event WHERE code IN ('audtrain-riga-2016', 'audtrain-zagreb-2016');

-- One line for each paragraph.
UPDATE programme SET
    summary = replace(summary, E'\n', ' '),
    description = regexp_replace(description, '([^\n])\n(?!\n)', '\1 ', 'g');
UPDATE event SET
    summary = replace(summary, E'\n', ' '),
    description = regexp_replace(description, '([^\n])\n(?!\n)', '\1 ', 'g');

COMMIT;
