import EventLoop
import FoundationEssentials
import Mailer

/// What one session does with the mails that were claimed for it.
extension DeliveryWorker {
    func send(_ mails: [ClaimedMail], over client: SMTPClient) async {
        for (index, mail) in mails.enumerated() {
            // A lease that ran out for a while may be somebody else's now: then giving back changes
            // nothing. Kept without being sent it would be renewed for ever.
            let isPausing = circuit.pausesUntil(loop.now) != nil && !client.isIdle
            if isStopping || isPausing || !mayStillSend(mail) {
                recorder.record(AttemptEnd(releasing: mail, now: Date()))
                continue
            }
            let (outcome, bytes) = await attempt(mail, over: client)
            settle(mail, outcome, bytes)
            if case .sessionFailed(let failure) = outcome, failure.isAboutOpening {
                for other in mails[(index + 1)...] { settle(other, outcome, []) }
                return
            }
        }
    }

    /// A connection that was closed while it rested is not an attempt: a fresh one never is stale.
    private func attempt(
        _ mail: ClaimedMail, over client: SMTPClient
    ) async -> (SMTPOutcome, bytes: [UInt8]) {
        guard let recipient = try? EmailAddress(parsing: mail.recipient) else {
            return (
                .refused(SMTPFailure(phase: .recipient, reason: "the address cannot be one")), []
            )
        }
        let bytes: [UInt8]
        do throws(MailRenderer.Rejection) {
            if let content = mail.content {
                bytes = content
            } else {
                bytes = try renderer.bytes(of: mail, to: recipient)
            }
        } catch {
            report("mail \(mail.id) cannot be written: \(error)")
            // Not refused: another version of the program may know it.
            return (.deferred(SMTPFailure(phase: .mail, reason: error.description)), [])
        }
        let letter = SMTPMail(from: renderer.from.address, recipient: recipient, bytes: bytes)
        var outcome = await client.send(letter)
        if outcome == .staleConnection { outcome = await client.send(letter) }
        judge(outcome, over: client)
        return (outcome, bytes)
    }

    /// Records it, and counts it for who asked.
    private func settle(_ mail: ClaimedMail, _ outcome: SMTPOutcome, _ bytes: [UInt8]) {
        let end = AttemptEnd(
            of: mail, outcome, bytes: bytes, policy: policy, now: Date(),
            jitter: Double.random(in: -1...1))
        switch end.state {
        case .sent: tally.sent += 1
        case .failed, .dead: tally.failed += 1
        case .pending: tally.deferred += 1
        }
        recorder.record(end)
    }

    /// Learns from an outcome about the server, and calls an operator when no session can be had.
    private func judge(_ outcome: SMTPOutcome, over client: SMTPClient) {
        guard let failure = outcome.failure else {
            if case .sent = outcome { circuit.worked() }
            return
        }
        let now = loop.now
        let opened: Bool
        if case .sessionFailed = outcome, failure.isAboutOpening {
            opened = circuit.failed(at: now)
        } else if client.isIdle {
            // The server answered to this mail and waits for the next.
            circuit.worked()
            opened = false
        } else {
            opened = circuit.lost(at: now)
        }
        if opened {
            let help = failure.needsOperator ? "; an operator has to mend it" : ""
            let why = failure.description.withoutAddresses
            report("no mail can be sent: \(why)\(help)")
        }
    }
}

extension SMTPFailure {
    /// There was no session to put a mail into, or there will be none until somebody mends it.
    var isAboutOpening: Bool {
        switch phase {
        case .connect, .greeting, .hello, .startTLS, .handshake, .authentication: true
        case .reset, .mail, .recipient, .data, .body, .endOfData, .quit: needsOperator
        }
    }
}

extension String {
    /// Servers repeat addresses in their answers; what is logged or shown has none.
    var withoutAddresses: String {
        utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { $0.contains(UInt8(ascii: "@")) ? "(address)" : String(Substring($0)) }
            .joined(separator: " ")
    }
}
