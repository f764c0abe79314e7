public import Foundation
public import Postgres

/// A person whom a member nominated for an event.
public struct Nomination: Sendable, Equatable {
    public var id: UUID
    public var rank: Int
    public var status: NominationStatus
    public var hasSeat: Bool
    /// Nil once it is erased.
    public var givenName: String?
    public var familyName: String?
    public var email: String?
    public var organisation: String?
    public var sector: String
    public var country: String
    public var language: String?
    /// The nomination that it was substituted for.
    public var replaces: UUID?

    /// Both names; empty once they are erased.
    public var name: String {
        [givenName, familyName].compactMap(\.self).joined(separator: " ")
    }
}

/// The seats of one member in an event, and whom it nominated for them.
public struct MemberNominations: Sendable, Equatable {
    public var member: String
    public var name: String
    public var seats: Int
    public var taken: Int
    /// How many links of focal points work.
    public var links: Int
    /// In the order of their ranks, those that are over last.
    public var nominations: [Nomination]
}

/// The nominations for an event.
public struct NominationRound: Sendable, Equatable {
    public var event: Code
    public var title: String
    public var startsOn: CalendarDay
    public var endsOn: CalendarDay
    public var timeZone: String
    public var deadline: Date
    public var members: [MemberNominations]
}

/// What a focal point sees by its link: the round with its own member only.
public struct FocalPointDesk: Sendable, Equatable {
    public var round: NominationRound
    /// The focal point's name.
    public var name: String
    public var member: MemberNominations
    /// Of the member, if it is a state.
    public var country: String?
    /// Who holds its seats in the Expert Group, to take a name from.
    public var roster: [RosterSeat]
}

/// What a nominee sees by their link.
public struct NomineeDesk: Sendable, Equatable {
    public var event: Code
    public var title: String
    public var startsOn: CalendarDay
    public var endsOn: CalendarDay
    public var timeZone: String
    public var deadline: Date
    public var memberName: String
    public var nomination: Nomination
}
