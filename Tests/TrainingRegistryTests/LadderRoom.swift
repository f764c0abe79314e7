import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// The ladder of one programme, whose only trainee is the first person of the room.
struct LadderRoom {
    let room: PeopleRoom
    let programme: Code

    init(_ room: PeopleRoom) throws {
        self.room = room
        programme = try Code(parsing: "audtrain")
    }

    /// `1 invited [attendance]` for each person, in the order of their ids.
    func lines() async throws -> [String] {
        let lines = try #require(try await room.database.ladder(ListLadder(programme: programme)))
        return lines.map { line in
            let number = line.person.uuidString.suffix(1)
            return "\(number) \(line.rung.rawValue) [\(line.missing.joined(separator: ", "))]"
        }.sorted()
    }

    func invite(_ person: UInt8) async throws -> LadderRefusal? {
        try await room.database.invite(
            InviteTrainer(
                programme: programme, person: PeopleRoom.id(person), actor: .command(userID: 0),
                reason: "Well done", now: PeopleRoom.now, mailDomain: "example.org")
        ).refusal
    }

    func end(_ person: UInt8) async throws -> LadderRefusal? {
        try await room.database.end(
            EndTrainer(
                programme: programme, person: PeopleRoom.id(person), actor: .command(userID: 0),
                reason: "Moved on", now: PeopleRoom.now)
        ).refusal
    }

    func answer(_ link: AccessToken, accepts: Bool) async throws -> LadderRefusal? {
        try await room.database.answer(
            AnswerInvitation(
                token: link, programme: programme, accepts: accepts, now: PeopleRoom.now)
        ).refusal
    }

    func mailedLink() async throws -> AccessToken {
        let text = try await room.ask(
            "SELECT parameters ->> 'token' FROM outbox WHERE template = 'trainer-invited'")
        return try #require(AccessToken(parsing: text))
    }

    /// Marks the first person as present in every session of their training.
    func attendAll() async throws {
        try await room.test.script(
            """
            INSERT INTO attendance (event_id, session_id, participation_id, status, actor,
                occurred_at, recorded_at)
            SELECT event_id, id, '30000000-0000-4000-8000-000000000005', 'present', 'system',
                   starts_at, clock_timestamp()
            FROM session WHERE event_id = (SELECT id FROM event WHERE code = 'audtrain-riga');
            """)
    }

    /// Every row of a standing as it is stored.
    func rows() async throws -> String {
        try await room.ask("SELECT to_jsonb(s)::text FROM trainer_standing s ORDER BY id")
    }

    func audited() async throws -> String {
        try await room.ask(
            "SELECT action FROM audit WHERE subject = 'trainer_standing' ORDER BY id")
    }
}

extension Result where Failure == LadderRefusal {
    var refusal: LadderRefusal? {
        if case .failure(let refusal) = self { refusal } else { nil }
    }
}
