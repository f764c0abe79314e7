/// What somebody of the secretariat may do; every route of theirs names one.
public enum Permission: String, Sendable, Hashable, CaseIterable {
    /// See which events and programmes there are, drafts too, with numbers and without names.
    case seeEvents = "see-events"
    /// See who is interested in an event, who has a seat, and what was written to them.
    case seePeopleOfEvent = "see-people-of-event"
    /// See the names of those who have a place, and how they attended.
    case seeAttendance = "see-attendance"
    case takeAttendance = "take-attendance"
    /// Close a sheet, correct a closed one, set the rule of completion.
    case ruleAttendance = "rule-attendance"
    /// Write, publish, move and cancel an event, and all that belongs to it.
    case editEvent = "edit-event"
    /// Move interests, give and keep seats, set quotas, ask for nominations.
    case decide
    /// Write programmes, phases, grants, series, organisations and the roster.
    case editProgramme = "edit-programme"
    /// Find people across events, merge them, undo it.
    case managePeople = "manage-people"
    /// Erase a person for good.
    case erasePeople = "erase-people"
    case importTables = "import"
    /// Read figures; never names.
    case report
    /// Look at and repeat mails of any event.
    case manageMail = "manage-mail"
    case readAudit = "read-audit"
    /// Say who may use the console and the API.
    case manageStaff = "manage-staff"
    /// What everybody who signed in may do: see the own account, sign out.
    case ownAccount = "own-account"
}
