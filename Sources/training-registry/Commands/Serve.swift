import EventLoop
import Foundation
import Glibc

extension Command {
    /// Runs the service until it is told to end.
    static let serve = Command(
        "serve", "Runs the service until Ctrl-C or SIGTERM",
        details: """
            Answers over HTTP and delivers mails. On SIGTERM it takes no more requests, answers
            those in flight, and ends; a second signal ends it at once.
            """,
        endsInOrder: true,
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let log = Log()
            let loop = try Loop(name: "background")
            let instance = try await Instance(settings, on: loop)
            log.note("serving \(settings.publicURL) at \(instance.address)")
            let signals = SignalGate(on: loop)
            let signal = try await signals.next()
            log.note("ending on signal \(signal)")
            let hurry = Task {
                // Whoever asks twice does not want to wait.
                if (try? await signals.next()) ?? 0 > 0 { exit(ExitCode.failed.rawValue) }
            }
            await instance.stop(within: settings.drainTimeout)
            hurry.cancel()
            log.note("ended")
        })
}
