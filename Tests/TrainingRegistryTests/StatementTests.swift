import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct StatementTests {
    static let all: [any Statement.Type] = [
        ClaimMail.self, CountWrongCodes.self, DeleteSessionPlace.self, EndSessions.self,
        FindCertificate.self, FindDuplicateCandidates.self, FindEvent.self, FindNextDue.self,
        FindRoomsToSettle.self, FindSession.self, FindSignIn.self, FindStaffLink.self,
        FindStaffToken.self, FindTokenCaller.self, FindUnknownCodes.self, InsertEvent.self,
        InsertSeen.self, InsertStaff.self, InsertStaffLink.self, InsertStaffToken.self,
        ListAgeBands.self, ListBaselineFigures.self, ListCountries.self, ListGrants.self,
        ListLanguages.self, ListMembers.self, ListOrganisationTitles.self, ListPartners.self,
        ListPhases.self, ListPublishedEvents.self, ListPublishedProgrammes.self,
        ListPublishedSessions.self, ListReachableProgrammes.self, ListSectors.self, ListSeries.self,
        ListStaff.self, ListStaffTokens.self, ListStandings.self, NoteRefusedSignIn.self,
        OpenSession.self, PreviewWrittenMoves.self, ReadAuditEnd.self, ReadAuditLinks.self,
        ReadCandidates.self, ReadDashboardEvents.self, ReadEventMails.self, ReadEventPeople.self,
        ReadHeadCounts.self, ReadHeldData.self, ReadHistory.self, ReadInterests.self,
        ReadMarkHistory.self, ReadOrganisations.self, ReadOutbox.self, ReadOutboxHealth.self,
        ReadPeople.self, ReadPeopleConcerned.self, ReadPerson.self, ReadPersonInterests.self,
        ReadPersonMerges.self, ReadPersonParticipations.self, ReadQuotas.self, ReadReasons.self,
        ReadRoom.self, ReadSeatHolders.self, ReadSeats.self, ReadServiceKey.self,
        ReadSheetMarks.self, ReadSheetPeople.self, ReadSheetSessions.self, ReadStaffEvents.self,
        ReadStaffProgrammes.self, ReadStandings.self, ReadTargets.self, RecordOutcome.self,
        RenewLeases.self, RevokeCertificate.self, RevokeStaffToken.self, SpendTries.self,
        SweepBudgets.self, SweepIdempotencyKeys.self, SweepInterests.self, SweepLinks.self,
        UpdateEvent.self, UseConfirmLink.self, WriteAcceptance.self, WriteAnswer.self,
        WriteCancellation.self, WriteCertificates.self, WriteCorrection.self, WriteDismissal.self,
        WriteEventState.self, WriteFreedSeat.self, WriteGrant.self, WriteHeadCount.self,
        WriteImportedEvents.self, WriteImportedParticipations.self, WriteImportedPeople.self,
        WriteInterests.self, WriteKeptSeats.self, WriteLapses.self, WriteMarks.self,
        WriteMerge.self, WriteMove.self, WriteMoves.self, WriteName.self, WriteOrganisation.self,
        WritePhase.self, WriteProgramme.self, WriteQuotas.self, WriteRole.self, WriteSeal.self,
        WriteSeats.self, WriteSeries.self, WriteSessionPlace.self, WriteSessionSeats.self,
        WriteStaffDisabled.self, WriteStaffSetUp.self, WriteSubstitution.self, WriteTargets.self,
        WriteUndoneMerge.self, WriteWalkIn.self, WriteWithdrawal.self,
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
