public import Foundation
public import Postgres

/// What a file of an import is about.
public enum ImportKind: String, Sendable, Hashable, CaseIterable {
    case people
    case events
    case participations
}

/// Brings in a file: says what becomes of each row, and writes all rows or none.
public struct ImportFile: Sendable {
    public var kind: ImportKind
    /// CSV in UTF-8, with names of columns in the first line.
    public var bytes: [UInt8]
    /// Whether it is written when no row is wrong; a preview otherwise.
    public var apply: Bool
    public var actor: RegistryActor
    public var now: Date

    public init(
        _ kind: ImportKind, bytes: [UInt8], apply: Bool, actor: RegistryActor, now: Date
    ) {
        self.kind = kind
        self.bytes = bytes
        self.apply = apply
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// A file that is no table is a report with errors and without lines.
    public func `import`(_ request: ImportFile) async throws(DatabaseError) -> ImportReport {
        let (apply, actor, now) = (request.apply, request.actor, request.now)
        do {
            switch request.kind {
            case .people:
                let file = try ImportPeople(parsing: request.bytes)
                return try await importPeople(file, apply: apply, now: now)
            case .events:
                let file = try ImportEvents(parsing: request.bytes)
                return try await importEvents(file, apply: apply, actor: actor, now: now)
            case .participations:
                let file = try ImportParticipations(parsing: request.bytes)
                return try await importParticipations(file, apply: apply, actor: actor, now: now)
            }
        } catch let error as DatabaseError {
            throw error
        } catch let rejection as ImportRejection {
            return ImportReport(lines: [], errors: rejection.errors, isWritten: false)
        } catch {
            throw .failed(sqlState: "XX000", message: "an import ended in an unknown way")
        }
    }
}
