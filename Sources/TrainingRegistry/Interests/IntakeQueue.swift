/// A first-in, first-out queue from which batches of those that go together are taken.
///
/// Taking a batch costs what it looks at, however many wait behind.
struct IntakeQueue<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var count: Int { elements.count - head }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// The first elements that fit, of the next `looksMax`; the others keep their place.
    mutating func take(
        atMost most: Int, looksMax: Int, where fits: (Element) -> Bool
    ) -> [Element] {
        var batch: [Element] = []
        var skipped: [Element] = []
        let end = min(elements.count, head + looksMax)
        while head < end, batch.count < most {
            if let element = elements[head] {
                if fits(element) { batch.append(element) } else { skipped.append(element) }
            }
            elements[head] = nil
            head += 1
        }
        for element in skipped.reversed() {
            head -= 1
            elements[head] = element
        }
        dropTaken()
        return batch
    }

    /// Each place is moved at most once for each place that was taken: on average a constant.
    private mutating func dropTaken() {
        if head == elements.count {
            elements.removeAll(keepingCapacity: elements.count <= 4096)
            head = 0
        } else if head >= 1024, head * 2 >= elements.count {
            elements.removeFirst(head)
            head = 0
        }
    }
}
