public import Postgres

/// The most seats that people of one country, sector or organisation may have.
public struct SeatQuota: Sendable, Hashable {
    public enum Dimension: String, Sendable, Hashable, CaseIterable {
        case country
        case sector
        case organisation
    }

    public var dimension: Dimension
    /// A code of a country or sector; of an organisation its id.
    public var value: String
    public var seatsMax: Int

    public init(_ dimension: Dimension, _ value: String, seatsMax: Int) {
        self.dimension = dimension
        self.value = value
        self.seatsMax = seatsMax
    }

    /// Such as `country:LV`.
    public var name: String { "\(dimension.rawValue):\(value)" }
}

/// Replaces the quotas of an event.
public struct SetQuotas: Sendable {
    public var change: RoomChange
    public var quotas: [SeatQuota]

    public init(_ change: RoomChange, quotas: [SeatQuota]) {
        self.change = change
        self.quotas = quotas
    }
}

extension Database {
    /// Refused when more seats are taken than one of the quotas allows.
    public func setQuotas(
        _ request: SetQuotas
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await change(WriteQuotas(request: request), done: "set")
    }
}

/// Replaces the quotas; what they leave free is offered to those who wait.
struct WriteQuotas: Statement {
    static let sql: StaticString = """
        SELECT 'set' FROM event,
            LATERAL set_quotas(event.id, $2, $3, $4, $5, $6, $7, $8)
        WHERE event.code = $1
        """

    var request: SetQuotas

    func bind(to parameters: inout Parameters) {
        parameters.add(request.change.event.description)
        parameters.add(request.quotas.map(\.dimension.rawValue))
        parameters.add(request.quotas.map(\.value))
        parameters.add(request.quotas.map { Int32(clamping: $0.seatsMax) })
        parameters.add(request.change.now)
        parameters.add(request.change.actor.description)
        parameters.add(request.change.reason)
        parameters.add(request.change.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
