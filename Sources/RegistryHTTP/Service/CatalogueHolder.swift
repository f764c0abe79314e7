public import EventLoop
public import Foundation
public import Postgres
public import TrainingRegistry

/// The catalogue as one core knows it, read anew when it is notified, at midnight and each minute.
///
/// A request takes what is here and asks nobody; so the lists cost a copy of bytes.
public final class CatalogueHolder {
    /// A response that was made before it is asked for.
    struct Prepared {
        var body: [UInt8]
        /// Of the body, to go between the quotes of an entity tag.
        var tag: String

        init(_ body: [UInt8]) {
            self.body = body
            tag = FormToken.hexadecimal(Array(Digest.sha256(body).prefix(12)))
        }
    }

    private let database: Database
    private let loop: Loop
    private let now: () -> Date
    private let report: (any Error) -> Void
    public private(set) var catalogue: Catalogue
    /// The first page of all events as JSON.
    private(set) var allEvents: Prepared
    /// Every published figure as JSON.
    private(set) var figures: Prepared
    /// Counts the catalogues that differed from the one before.
    private(set) var generation = 0
    private var isStale = false
    private var isStopped = false
    private var waiting: CheckedContinuation<Void, Never>?
    /// Who waits for the next read that begins.
    private var askers: [CheckedContinuation<Void, Never>] = []

    private static let interval = Duration.seconds(60)

    /// Reads the catalogue for the first time.
    public init(
        database: Database, on loop: Loop, now: @escaping () -> Date = { Date() },
        report: @escaping (any Error) -> Void = { _ in }
    ) async throws(DatabaseError) {
        self.database = database
        self.loop = loop
        self.now = now
        self.report = report
        let day = try CalendarDay(of: now())
        catalogue = try await database.loadCatalogue(on: day)
        allEvents = Self.prepare(catalogue)
        figures = Self.prepareFigures(catalogue)
    }

    /// Keeps the catalogue current until `stop()` is called; a failed read leaves the old one.
    public func keepCurrent() async {
        database.listen("catalogue") { [weak self] _ in self?.wake() }
        while true {
            await rest()
            // What they know was committed before this read.
            let askers = askers
            self.askers = []
            defer { for asker in askers { asker.resume() } }
            guard !isStopped else { return }
            do {
                try await reload()
            } catch {
                report(error)
            }
        }
    }

    /// Returns when what was committed before is known here, or could not be read.
    public func renew() async {
        guard !isStopped else { return }
        await withCheckedContinuation { continuation in
            askers.append(continuation)
            wake()
        }
    }

    public func stop() {
        isStopped = true
        wake()
    }

    public func reload() async throws(DatabaseError) {
        let day = try CalendarDay(of: now())
        let latest = try await database.loadCatalogue(on: day)
        guard latest != catalogue else { return }
        catalogue = latest
        allEvents = Self.prepare(latest)
        figures = Self.prepareFigures(latest)
        generation += 1
    }

    private func wake() {
        isStale = true
        waiting?.resume()
        waiting = nil
    }

    private func rest() async {
        if !isStale, !isStopped {
            let second = Int(now().timeIntervalSince1970)
            let untilMidnight = Duration.seconds(86_400 - second % 86_400)
            let timer = Timer(on: loop, at: loop.now + min(Self.interval, untilMidnight)) {
                self.wake()
            }
            // Asked again inside: the call may go through the run queue, and a wake may come first.
            await withCheckedContinuation { continuation in
                if isStale || isStopped { continuation.resume() } else { waiting = continuation }
            }
            timer.cancel()
        }
        isStale = false
    }

    private static func prepare(_ catalogue: Catalogue) -> Prepared {
        var writer = JSONWriter()
        writer.page(ListEvents().page(of: catalogue.events))
        return Prepared(writer.bytes)
    }

    private static func prepareFigures(_ catalogue: Catalogue) -> Prepared {
        var writer = JSONWriter()
        writer.publicFigures(catalogue)
        return Prepared(writer.bytes)
    }
}
