/// A member as it stands on a day, with its seats in the Expert Group.
public struct Member: Sendable, Equatable {
    /// ISO 3166-1 alpha-2 of a state, `EU` of the European Union.
    public var code: String
    public var name: String
    public var isState: Bool
    public var holdsPresidency: Bool
    public var seat: Seat
    /// What the roster says; empty where it says nothing.
    public var roster: [RosterEntry]

    /// Whether the seat in the Expert Group has to be filled.
    public enum Seat: String, Sendable, CaseIterable {
        case held
        case optional
    }

    public init(
        code: String, name: String, isState: Bool, holdsPresidency: Bool, seat: Seat,
        roster: [RosterEntry]
    ) {
        self.code = code
        self.name = name
        self.isState = isState
        self.holdsPresidency = holdsPresidency
        self.seat = seat
        self.roster = roster
    }
}

/// One seat of a member on a day, without the name of who holds it.
public struct RosterEntry: Sendable, Equatable {
    public enum Role: String, Sendable, CaseIterable {
        case member
        case deputy
        case alternate
    }

    public var role: Role
    /// The order in which alternates are asked, from 1.
    public var rank: Int
    /// The ministry or agency.
    public var institution: String?
    public var isVacant: Bool

    public init(role: Role, rank: Int, institution: String?, isVacant: Bool) {
        self.role = role
        self.rank = rank
        self.institution = institution
        self.isVacant = isVacant
    }
}
