import COpenSSL

/// Derives a key from a password at a price in time and memory (RFC 7914).
public enum Scrypt {
    /// What a derivation costs: about `128 × cost × blockSize` bytes, and time likewise.
    public struct Parameters: Sendable, Hashable {
        /// N, a power of two.
        public var cost: Int
        /// r.
        public var blockSize: Int
        /// p.
        public var parallelism: Int

        public init(cost: Int, blockSize: Int, parallelism: Int) {
            self.cost = cost
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// 32 MiB and some tens of milliseconds.
        public static let standard = Parameters(cost: 1 << 15, blockSize: 8, parallelism: 1)

        /// More memory than this is refused: parameters come out of a table.
        static let memoryMax: UInt64 = 256 << 20
    }

    /// The derived key; nil where the parameters are none, or ask for too much memory.
    ///
    /// Blocks for as long as it takes: call it in a `Workshop`.
    public static func derive(
        _ password: [UInt8], salt: [UInt8], _ parameters: Parameters, count: Int = 32
    ) -> [UInt8]? {
        guard let cost = UInt64(exactly: parameters.cost),
            let blockSize = UInt64(exactly: parameters.blockSize),
            let parallelism = UInt64(exactly: parameters.parallelism)
        else { return nil }
        var key = [UInt8](repeating: 0, count: count)
        let isDone = password.withUnsafeBytes { password in
            EVP_PBE_scrypt(
                password.baseAddress?.assumingMemoryBound(to: CChar.self), password.count, salt,
                salt.count, cost, blockSize, parallelism, Parameters.memoryMax, &key, count)
        }
        return isDone == 1 ? key : nil
    }
}
