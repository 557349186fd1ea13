using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model.Mapping;

/// <summary>What a value of a method that maps end points is.</summary>
internal enum MappedKind
{
    /// <summary>The builder that end points are mapped with.</summary>
    Builder,

    /// <summary>A value that the same instructions make anew wherever they stand: a literal, a type, a handler that captures nothing.</summary>
    Plain,

    /// <summary>What a call that maps gave back.</summary>
    Result,

    /// <summary>Anything else.</summary>
    Unknown,
}

/// <summary>A value on the stack, or in a variable, of a method that maps end points.</summary>
/// <param name="kind">What it is.</param>
internal sealed class MappedValue(MappedKind kind)
{
    private readonly List<(MappedValue Index, MappedValue Value, Instruction Store)> _elements = [];

    public MappedKind Kind { get; } = kind;

    /// <summary>The values that its instructions take, in order.</summary>
    public IReadOnlyList<MappedValue> Inputs { get; init; } = [];

    /// <summary>Of a plain value: the instructions that make it of its inputs.</summary>
    public IReadOnlyList<Instruction> Code { get; init; } = [];

    /// <summary>Of a result: the call.</summary>
    public MappedCall? Call { get; init; }

    /// <summary>The same in both builds where it is made in the same way.</summary>
    public string Text { get; set; } = "";

    /// <summary>The instructions that no statement has yet.</summary>
    public IReadOnlyList<Instruction> Row { get; init; } = [];

    /// <summary>Why what it is part of cannot be done again; null where nothing says so.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Of an array that is made element by element: the elements.</summary>
    public IReadOnlyList<(MappedValue Index, MappedValue Value, Instruction Store)> Elements => _elements;

    /// <summary>Adds an element.</summary>
    public void AddElement(MappedValue index, MappedValue value, Instruction store)
    {
        _elements.Add((index, value, store));
        Text += $"[{index.Text}]={value.Text}";
    }
}
