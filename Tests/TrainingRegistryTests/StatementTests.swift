import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct StatementTests {
    static let all: [any Statement.Type] = [
        ClaimMail.self, CountAttempts.self, CountReport.self, CountReportHeads.self,
        CountWaiting.self, CountWithheld.self, CountWrongCodes.self, DeleteSessionPlace.self,
        EndHold.self,
        EndSessions.self, FindCertificate.self, FindCheckIn.self, FindDueReminders.self,
        FindDuplicateCandidates.self, FindEvent.self, FindEventsForPool.self, FindInvitation.self,
        FindNextDue.self, FindRoomsToSettle.self, FindRoundsToSettle.self, FindSession.self,
        FindSignIn.self, FindStaffLink.self, FindTokenCaller.self, FindUnknownCodes.self,
        FindUnknownFilters.self, InsertEvent.self, InsertExport.self, InsertHold.self,
        InsertSeen.self, InsertStaff.self, InsertStaffLink.self, InsertStaffToken.self,
        InterpretQueries.self, LeaveReminder.self, ListAgeBands.self, ListBaselineEntries.self,
        ListBaselineFigures.self, ListCertificates.self, ListCountries.self, ListErased.self,
        ListEventLinks.self, ListFigurePublications.self, ListFocalPoints.self, ListGrants.self,
        ListLanguages.self, ListMandateYears.self, ListMembers.self, ListOrganisationTitles.self,
        ListPartners.self, ListPhases.self, ListPresentByState.self, ListPublishedEvents.self,
        ListPublishedProgrammes.self, ListPublishedSessions.self, ListReachableProgrammes.self,
        ListReportPeriods.self, ListSectors.self, ListSeries.self, ListStaff.self,
        ListStaffTokens.self, ListStandings.self, ListTopics.self, NoteRefusedSignIn.self,
        OpenSession.self, PreviewWrittenErasure.self, PreviewWrittenMoves.self,
        ReadAnnualEvents.self, ReadAudit.self, ReadAuditEnd.self, ReadAuditLinks.self,
        ReadCandidates.self, ReadChair.self, ReadChances.self, ReadChangeRuns.self,
        ReadCompletionRule.self, ReadCompletions.self, ReadDashboardEvents.self, ReadDoor.self,
        ReadEventMails.self, ReadEventPeople.self, ReadFiguresBefore.self, ReadFinalPeriods.self,
        ReadFocalPointLink.self, ReadHeadCounts.self, ReadHeldData.self, ReadHistory.self,
        ReadHolds.self, ReadInterests.self, ReadInvitations.self, ReadKeptBody.self,
        ReadKeptReports.self, ReadLadder.self, ReadMailPlan.self, ReadMailStanding.self,
        ReadMailingBystanders.self, ReadMailingRecipients.self, ReadMailings.self,
        ReadMarkHistory.self, ReadNominations.self, ReadNomineeDesk.self, ReadOrganisations.self,
        ReadOutbox.self, ReadOutboxHealth.self, ReadOwnPlaces.self, ReadOwnStandings.self,
        ReadPeople.self, ReadPeopleConcerned.self, ReadPerson.self, ReadPersonInterests.self,
        ReadPersonMerges.self, ReadPersonParticipations.self, ReadPoolFigure.self,
        ReadPoolPreview.self, ReadQuotas.self, ReadReach.self, ReadReasons.self, ReadReminders.self,
        ReadReportGaps.self, ReadReportTitles.self, ReadRolePlaces.self, ReadRoom.self,
        ReadRoster.self, ReadSeatHolders.self, ReadSeats.self, ReadServiceKey.self,
        ReadSheetMarks.self, ReadSheetPeople.self, ReadSheetSessions.self, ReadStaffEvents.self,
        ReadStaffProgrammes.self, ReadStandings.self, ReadTargets.self, ReadTrainers.self,
        RecordOutcome.self, RememberErased.self, RenewLeases.self, RevokeCertificate.self,
        RevokeStaffToken.self, SendHeldMails.self, SettleInstant.self, SettleReport.self,
        SpendTries.self, SweepExpired.self, SweepInterests.self, UpdateEvent.self,
        UseConfirmLink.self, WriteAcceptance.self, WriteAddedParticipation.self, WriteAnswer.self,
        WriteBaselineFigure.self, WriteBounce.self, WriteCancellation.self, WriteCertificates.self,
        WriteChair.self, WriteChanceAnswer.self, WriteChosenOffers.self, WriteCompletionRule.self,
        WriteCompletionSteps.self, WriteCorrection.self, WriteDismissal.self, WriteErasure.self,
        WriteEventState.self, WriteFigures.self, WriteFinalPeriod.self, WriteFocalPoint.self,
        WriteFreedSeat.self, WriteGrant.self, WriteHeadCount.self, WriteImportedEvents.self,
        WriteImportedParticipations.self, WriteImportedPeople.self, WriteIndirectCount.self,
        WriteInterests.self, WriteInvitationAnswer.self, WriteInvitations.self,
        WriteKeptInterest.self, WriteKeptReport.self, WriteKeptSeats.self,
        WriteLapsedNominations.self, WriteLapses.self, WriteLeaving.self, WriteListing.self,
        WriteMailPlan.self, WriteMailingEnd.self, WriteMarks.self, WriteMerge.self, WriteMove.self,
        WriteMoves.self, WriteName.self, WriteNomination.self, WriteNominationAnswer.self,
        WriteNominationDeadline.self, WriteNominationRound.self, WriteOrganisation.self,
        WriteOrganisationCode.self, WritePhase.self, WritePoolLapses.self, WritePoolOffers.self,
        WritePoolQuestions.self, WriteProgramme.self, WriteQuotas.self, WriteRequeued.self,
        WriteResend.self, WriteResentInvitation.self, WriteRevokedInvitation.self,
        WriteRevokedLinks.self, WriteRole.self, WriteRosterEntry.self, WriteSeal.self,
        WriteSeats.self, WriteSeries.self, WriteSessionPlace.self, WriteSessionSeats.self,
        WriteStaffDisabled.self, WriteStaffSetUp.self, WriteSubstitution.self, WriteTargets.self,
        WriteTrainerMove.self, WriteUndoneMerge.self, WriteUsedInvitation.self, WriteWalkIn.self,
        WriteWishes.self, WriteWithdrawal.self,
    ]

    @Test("Every statement type-checks against the migrated schema, in the service's role")
    func prepares() async throws {
        try await TestDatabase.with { test in
            for statement in Self.all { try await test.prepare(statement) }
        }
    }

    @Test("No statement of the domain is missing from the list above")
    func complete() throws {
        let sources = "Sources/TrainingRegistry"
        let declared = try FileManager.default
            .subpathsOfDirectory(atPath: Repository.path(sources))
            .filter { $0.hasSuffix(".swift") }
            .flatMap { path in
                try Repository.text("\(sources)/\(path)")
                    .matches(of: /struct (\w+): Statement/).map { String($0.1) }
            }
        #expect(declared.sorted() == Self.all.map { "\($0)" })
    }
}
