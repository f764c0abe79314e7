import Foundation
import TrainingRegistry

/// A sheet as a file (RFC 4180), out and back in.
struct SheetTable {
    static let columns = ["participation", "name", "session", "status", "arrived_at", "version"]

    /// What one line of a file would do.
    struct Line {
        enum Verdict {
            case changes(NewMark)
            case unchanged
            case stale
            case wrong(String)
        }

        var number: Int
        var name: String
        var session: String
        var before: String
        var after: String
        var verdict: Verdict
    }

    var view: SheetView

    /// Every cell of the sheet, a line each.
    var text: String {
        var lines = [Self.columns.joined(separator: ",")]
        for person in view.sheet.people {
            for session in view.sheet.sessions {
                let seen = view.seen(person, session.id)
                guard person.expectedIn.contains(session.id) || seen.version > 0 else { continue }
                let fields = [
                    person.participation.small, person.name ?? "", session.id.small,
                    seen.state.letter.status?.rawValue ?? "", seen.state.clock,
                    String(seen.version),
                ]
                lines.append(fields.map(\.formulaSafe.csvField).joined(separator: ","))
            }
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    /// What each line would do; throws what is wrong with the file as a whole.
    func lines(_ bytes: [UInt8]) throws(SheetTableTrouble) -> [Line] {
        var records: [CSVParser.Record]
        do {
            records = try CSVParser.records(in: bytes)
        } catch {
            throw SheetTableTrouble(
                detail: ConsoleWords.File.unreadable(error.line, error.reason.rawValue))
        }
        guard !records.isEmpty, records.removeFirst().fields == Self.columns else {
            throw SheetTableTrouble(
                detail: ConsoleWords.File.head(Self.columns))
        }
        guard records.count <= MarkAttendance.marksMax else {
            throw SheetTableTrouble(detail: ConsoleWords.File.tooMany(MarkAttendance.marksMax))
        }
        let people = Dictionary(
            uniqueKeysWithValues: view.sheet.people.map { ($0.participation, $0) })
        var keys: Set<CellKey> = []
        return records.map { line($0, people, &keys) }
    }

    private func line(
        _ record: CSVParser.Record, _ people: [UUID: SheetPerson], _ keys: inout Set<CellKey>
    ) -> Line {
        var line = Line(
            number: record.line, name: "", session: "", before: "", after: "",
            verdict: .unchanged)
        func wrong(_ detail: String) -> Line {
            line.verdict = .wrong(detail)
            return line
        }
        let fields = record.fields
        guard fields.count == Self.columns.count else { return wrong(ConsoleWords.File.notSix) }
        guard let person = (try? UUID(identity: fields[0])).flatMap({ people[$0] }) else {
            return wrong(ConsoleWords.File.noParticipation)
        }
        line.name = person.name ?? ConsoleWords.erased
        guard let id = try? UUID(identity: fields[2]),
            let session = view.sheet.sessions.first(where: { $0.id == id })
        else { return wrong(ConsoleWords.File.noSession) }
        line.session = session.title
        let status = AttendanceStatus(rawValue: fields[3])
        guard fields[3].isEmpty || status != nil else {
            return wrong(ConsoleWords.File.badStatus)
        }
        let arrivedAt = fields[4].isEmpty ? nil : view.clock.instant(fields[4], in: session)
        guard fields[4].isEmpty || arrivedAt != nil else {
            return wrong(ConsoleWords.Sheet.badClock)
        }
        guard arrivedAt == nil || status == .present || status == .partly else {
            return wrong(ConsoleWords.File.arrivedAbsent)
        }
        guard let version = Int64(fields[5]), version >= 0 else {
            return wrong(ConsoleWords.File.badVersion)
        }
        guard keys.insert(CellKey(person: person.participation, session: id)).inserted else {
            return wrong(ConsoleWords.File.twice)
        }
        let seen = view.seen(person, id)
        let after = CellState(
            letter: MarkLetter(status), clock: view.clock.clock(arrivedAt))
        line.before = SheetPage.words(seen.state)
        line.after = SheetPage.words(after)
        if after == seen.state { return line }
        line.verdict =
            version == seen.version
            ? .changes(
                NewMark(
                    status, of: person.participation, in: id, arrivedAt: arrivedAt, seen: version))
            : .stale
        return line
    }
}

/// Why a file is no sheet.
struct SheetTableTrouble: Error {
    var detail: String
}
