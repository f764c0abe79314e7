/// Something that a template can have said, by its name between braces.
enum MailField: String, Sendable, CaseIterable {
    case givenName = "given_name"
    /// The title of the event or of the programme.
    case target
    /// Who signs.
    case unit
    case link
    /// For how many days the link of the own page works, and until which day.
    case ownPageDays = "own_page_days"
    case ownPageUntil = "own_page_until"
    case unconfirmedUntil = "unconfirmed_until"
    case until
    /// When something was done, in UTC.
    case time
    case hours
    case months
    case seats
    /// In the waiting list, when the mail was promised: 1 is the next.
    case position
    /// The name of the member that nominates.
    case member
    /// Who nominated.
    case namedBy = "named_by"
    case programme
    case languages
    /// A line for each session, or the days.
    case schedule
    case place
    /// Where and when it was to be.
    case before
    case reason
    case hasPlace = "has_place"
    /// Not of those who come in a role that takes none.
    case hasSeat = "has_seat"
    case eventLink = "event_link"
    case privacyLink = "privacy_link"
    /// The page of an account of the staff.
    case accountLink = "account_link"
    case checkInCode = "check_in_code"
    case checkInPicture = "check_in_picture"

    static let ownPage: [MailField] = [.ownPageDays, .ownPageUntil]

    /// How it may stand in a text.
    enum Form { case words, link, code, picture, condition }

    var form: Form {
        switch self {
        case .link, .eventLink, .privacyLink, .accountLink: .link
        case .checkInCode: .code
        case .checkInPicture: .picture
        case .hasPlace, .hasSeat: .condition
        default: .words
        }
    }
}
