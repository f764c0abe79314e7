import EventLoop
import Foundation
import Testing

@Suite struct ScryptTests {
    @Test(
        "A key is derived as RFC 7914 §12 says",
        arguments: [
            (
                "", "", 16, 1, 1,
                "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
            ),
            (
                "password", "NaCl", 1024, 8, 16,
                "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            ),
        ])
    func vector(
        _ password: String, _ salt: String, _ cost: Int, _ block: Int, _ parallel: Int,
        _ expected: String
    ) throws {
        let key = try #require(
            Scrypt.derive(
                Array(password.utf8), salt: Array(salt.utf8),
                .init(cost: cost, blockSize: block, parallelism: parallel)))

        #expect(key.map { String(format: "%02x", $0) }.joined() == expected)
    }

    @Test(
        "Parameters that are none, or cost too much memory, derive nothing",
        arguments: [(3, 8, 1), (0, 8, 1), (-2, 8, 1), (1 << 20, 8, 1), (1 << 15, 8, 0)])
    func unfit(_ cost: Int, _ block: Int, _ parallel: Int) {
        #expect(
            Scrypt.derive(
                [1], salt: [2], .init(cost: cost, blockSize: block, parallelism: parallel)) == nil)
    }
}

@Suite struct WorkshopTests {
    @Test("So many work at a time and so many wait; the rest is turned away at once")
    func bounds() async throws {
        let workshop = Workshop(threads: 1, queuedMax: 1)
        let door = DispatchSemaphore(value: 0)
        let isInside = DispatchSemaphore(value: 0)
        let working = Task {
            await workshop.perform {
                isInside.signal(); door.wait(); return 1
            }
        }
        await workshop.reached(isInside)

        // Of two more one waits and the other is turned away; whoever is turned away is told now.
        let answers = await withTaskGroup(of: Int?.self) { group in
            for number in 2...3 { group.addTask { await workshop.perform { number } } }
            let first = await group.next() ?? 0
            door.signal()
            let second = await group.next() ?? nil
            return [first, second]
        }

        #expect(answers[0] == nil)
        #expect([2, 3].contains(answers[1]))
        #expect(await working.value == 1)
    }

    @Test("Work that waited is done, and threads end and begin again")
    func again() async {
        let workshop = Workshop(threads: 1, queuedMax: 100)
        for round in 0..<3 {
            let sum = await withTaskGroup(of: Int?.self) { group in
                for number in 1...50 { group.addTask { await workshop.perform { number } } }
                return await group.reduce(0) { $0 + ($1 ?? 0) }
            }
            #expect(sum == 1_275, "round \(round)")
        }
    }
}

extension Workshop {
    /// Waits on a thread that may be kept, until work said that it began.
    fileprivate func reached(_ semaphore: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                semaphore.wait()
                continuation.resume()
            }
        }
    }
}
