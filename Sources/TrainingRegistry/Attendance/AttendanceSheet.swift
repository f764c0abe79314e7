public import Foundation

/// How everybody in an event attended every session of it, as it is known now.
public struct AttendanceSheet: Sendable, Equatable {
    public var sessions: [SheetSession]
    public var people: [SheetPerson]
    /// Head counts of people whose names are not taken.
    public var heads: [HeadCount]

    public func mark(of person: UUID, in session: UUID) -> SheetMark? {
        people.first { $0.participation == person }?.marks.first { $0.session == session }
    }
}

/// One session with what its sheet is.
public struct SheetSession: Sendable, Equatable {
    public var id: UUID
    public var title: String
    public var startsAt: Date
    public var endsAt: Date
    /// When the sheet was closed; nil while it is open.
    public var sealedAt: Date?
    /// The SHA-256 of what it said then.
    public var digest: [UInt8]?
    /// Whether the rows still say what they said when it was closed; nil while it is open.
    public var isIntact: Bool?
    /// How many are expected in it, and how many of them have a mark.
    public var expected: Int
    public var marked: Int
    /// Whether it has places of its own.
    public var hasPlaces: Bool
}

/// One person in a sheet: a name, and nothing that the door does not need.
public struct SheetPerson: Sendable, Equatable {
    public var participation: UUID
    /// Nil when the person was erased.
    public var name: String?
    public var organisation: String?
    public var role: String
    public var checkInCode: String
    public var marks: [SheetMark]
    /// The sessions that are theirs.
    public var expectedIn: [UUID]
    /// The share of their sessions that they attended, in percent; nil without a session.
    public var percent: Double?
    public var meetsRule: Bool
}

/// One mark with the version that whoever changes it must have seen.
public struct SheetMark: Sendable, Equatable {
    public var session: UUID
    /// Nil where a mark was taken back.
    public var status: AttendanceStatus?
    public var arrivedAt: Date?
    public var version: Int64
    public var actor: String
    public var recordedAt: Date
}

/// How many people of a band of ages were in a session.
public struct HeadCount: Sendable, Equatable {
    public var session: UUID
    public var band: String
    public var bandTitle: String
    public var people: Int
    public var version: Int64
}
