using BenchmarkDotNet.Attributes;

namespace HotWeave.Benchmarks.Calls;

/// <summary>One call of one shape of method, in each form. The loop is in the called assembly, so the calls are ordinary compiled calls.</summary>
public class CallCost
{
    private Func<int, int> _loop = null!;

    /// <summary>The shape.</summary>
    [ParamsSource(nameof(Shapes))]
    public string Shape { get; set; } = "";

    /// <summary>The shapes to measure; all unless the run is a short one.</summary>
    public static IEnumerable<string> Shapes { get; set; } = Calls.Shapes.Names;

    [GlobalSetup(Target = nameof(Plain))]
    public void SetUpPlain() => SetUp(Form.Plain);

    [GlobalSetup(Target = nameof(Called))]
    public void SetUpCalled() => SetUp(Form.Called);

    [GlobalSetup(Target = nameof(Left))]
    public void SetUpLeft() => SetUp(Form.Left);

    [GlobalSetup(Target = nameof(Exported))]
    public void SetUpExported() => SetUp(Form.Exported);

    [GlobalSetup(Target = nameof(Swapped))]
    public void SetUpSwapped() => SetUp(Form.Swapped);

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls.Shapes.Calls)]
    public int Plain() => _loop(Calls.Shapes.Calls);

    [Benchmark(OperationsPerInvoke = Calls.Shapes.Calls)]
    public int Called() => _loop(Calls.Shapes.Calls);

    [Benchmark(OperationsPerInvoke = Calls.Shapes.Calls)]
    public int Left() => _loop(Calls.Shapes.Calls);

    [Benchmark(OperationsPerInvoke = Calls.Shapes.Calls)]
    public int Exported() => _loop(Calls.Shapes.Calls);

    [Benchmark(OperationsPerInvoke = Calls.Shapes.Calls)]
    public int Swapped() => _loop(Calls.Shapes.Calls);

    private void SetUp(Form form) => _loop = Calls.Shapes.All.Loop(form, Shape);
}
