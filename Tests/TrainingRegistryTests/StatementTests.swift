import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct StatementTests {
    static let all: [any Statement.Type] = [
        ClaimMail.self, DeleteSessionPlace.self, FindDuplicateCandidates.self, FindNextDue.self,
        FindRoomsToSettle.self, FindRoundsToSettle.self, FindStaffToken.self, FindUnknownCodes.self,
        InsertEvent.self, InsertStaffToken.self, ListBaselineFigures.self, ListCountries.self,
        ListFocalPoints.self, ListGrants.self, ListLanguages.self, ListMandateYears.self,
        ListMembers.self, ListPartners.self, ListPhases.self, ListPresentByState.self,
        ListPublishedEvents.self, ListPublishedProgrammes.self, ListPublishedSessions.self,
        ListSectors.self, ListSeries.self, ListStaffTokens.self, ListStandings.self,
        ReadCandidates.self, ReadChair.self, ReadFocalPointLink.self, ReadHeldData.self,
        ReadHistory.self, ReadInterests.self, ReadNominations.self, ReadNomineeDesk.self,
        ReadOrganisations.self, ReadOutbox.self, ReadOutboxHealth.self, ReadPeople.self,
        ReadPerson.self, ReadPersonInterests.self, ReadPersonMerges.self,
        ReadPersonParticipations.self, ReadQuotas.self, ReadReasons.self, ReadRoom.self,
        ReadRoster.self, ReadSeats.self, ReadServiceKey.self, ReadStaffEvents.self,
        ReadStaffProgrammes.self, ReadStandings.self, ReadTargets.self, RecordOutcome.self,
        RenewLeases.self, RevokeStaffToken.self, SweepBudgets.self, SweepIdempotencyKeys.self,
        SweepInterests.self, SweepLinks.self, UpdateEvent.self, UseConfirmLink.self,
        WriteAcceptance.self, WriteAnswer.self, WriteCancellation.self, WriteChair.self,
        WriteCorrection.self, WriteDismissal.self, WriteEventState.self, WriteFocalPoint.self,
        WriteFreedSeat.self, WriteGrant.self, WriteImportedEvents.self,
        WriteImportedParticipations.self, WriteImportedPeople.self, WriteInterests.self,
        WriteInvitations.self, WriteKeptSeats.self, WriteLapsedNominations.self, WriteLapses.self,
        WriteMerge.self, WriteMove.self, WriteMoves.self, WriteName.self, WriteNomination.self,
        WriteNominationAnswer.self, WriteNominationDeadline.self, WriteOrganisation.self,
        WritePhase.self, WriteProgramme.self, WriteQuotas.self, WriteRevokedLinks.self,
        WriteRosterEntry.self, WriteSeats.self, WriteSeries.self, WriteSessionPlace.self,
        WriteSessionSeats.self, WriteSubstitution.self, WriteTargets.self, WriteUndoneMerge.self,
        WriteWithdrawal.self,
    ]

    @Test("Every statement type-checks against the migrated schema, in the service's role")
    func prepares() async throws {
        try await TestDatabase.with { test in
            for statement in Self.all { try await test.prepare(statement) }
        }
    }

    @Test("No statement of the domain is missing from the list above")
    func complete() throws {
        let sources = URL(filePath: #filePath)
            .appending(path: "../../../Sources/TrainingRegistry").standardized
        let declared = try FileManager.default.subpathsOfDirectory(atPath: sources.path())
            .filter { $0.hasSuffix(".swift") }
            .flatMap { path in
                try String(contentsOf: sources.appending(path: path), encoding: .utf8)
                    .matches(of: /struct (\w+): Statement/).map { String($0.1) }
            }
        #expect(declared.sorted() == Self.all.map { "\($0)" })
    }
}
