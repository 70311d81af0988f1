package dev.winnow.text.pattern;

/** A pattern that takes all that another one does, and more: without large counts and without conditions. */
final class Loosened {
    private static final int FEW = 4;

    private Loosened() {}

    static Node of(Node node) {
        if (node instanceof Node.Sequence sequence) {
            return new Node.Sequence(sequence.parts().stream().map(Loosened::of).toList());
        }
        if (node instanceof Node.Choice choice) {
            return new Node.Choice(choice.ways().stream().map(Loosened::of).toList());
        }
        if (node instanceof Node.Repetition repetition) {
            int most = repetition.most() > FEW ? Node.UNBOUNDED : repetition.most();
            return new Node.Repetition(of(repetition.body()), Math.min(FEW, repetition.least()), most);
        }
        boolean condition = node instanceof Node.Look && !node.equals(Node.START) && !node.equals(Node.END);
        return condition ? Node.NOTHING : node;
    }
}
