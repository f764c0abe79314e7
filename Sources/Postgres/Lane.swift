import EventLoop

/// One of a database's connections, over and over: connecting, up, lost, connecting again.
final class Lane {
    private let reconnector: Reconnector
    private(set) var pipeline: Pipeline?

    /// There is room for statements.
    var onRoom: () -> Void = {}
    var onReturned: (Job) -> Void = { _ in }

    init(_ settings: DatabaseSettings, on loop: Loop) {
        reconnector = Reconnector(settings, on: loop)
        reconnector.onUp = { [weak self] connection in
            guard let self else { return }
            do throws(DatabaseError) {
                use(try Pipeline(connection, settings, on: loop))
            } catch {
                reconnector.lost(error)
            }
        }
    }

    var lastFault: DatabaseError? { pipeline == nil ? reconnector.lastFault : nil }

    func start() {
        reconnector.connect()
    }

    func close() {
        reconnector.stop()
        pipeline?.lose(.closed)
        pipeline = nil
    }

    private func use(_ pipeline: Pipeline) {
        self.pipeline = pipeline
        pipeline.onReturned = { [weak self] job in self?.onReturned(job) }
        pipeline.onProgress = { [weak self] in
            self?.reconnector.proved()
            self?.onRoom()
        }
        pipeline.onLost = { [weak self] error in
            guard let self else { return }
            self.pipeline = nil
            reconnector.lost(error)
        }
        onRoom()
    }
}
