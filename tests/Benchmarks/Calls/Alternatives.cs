using System.Reflection;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;

namespace HotWeave.Benchmarks.Calls;

/// <summary>What else lets a program put another implementation behind a call, beside a plain call that is not inlined.</summary>
public class Alternatives
{
    private Target _target = null!;
    private Func<int, int> _delegate = null!;
    private ITarget _proxy = null!;

    /// <summary>What a dispatch proxy can stand for.</summary>
    public interface ITarget
    {
        int Answer(int a);
    }

    [GlobalSetup]
    public void SetUp()
    {
        // Another implementation exists, so that the JIT cannot take the calls for direct ones.
        _target = new Other();
        _ = Virtual();
        _target = new Target();
        _delegate = _target.Plain;
        _proxy = DispatchProxy.Create<ITarget, Forwarding>();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Shapes.Calls)]
    public int Plain()
    {
        var target = _target;
        var a = 0;
        for (var i = 0; i < Shapes.Calls; i++)
            a = target.Plain(a);
        return a;
    }

    [Benchmark(OperationsPerInvoke = Shapes.Calls)]
    public int Virtual()
    {
        var target = _target;
        var a = 0;
        for (var i = 0; i < Shapes.Calls; i++)
            a = target.Virtual(a);
        return a;
    }

    [Benchmark(OperationsPerInvoke = Shapes.Calls)]
    public int DelegateField()
    {
        var a = 0;
        for (var i = 0; i < Shapes.Calls; i++)
            a = _delegate(a);
        return a;
    }

    [Benchmark(OperationsPerInvoke = Shapes.Calls)]
    public int DispatchProxyCall()
    {
        var proxy = _proxy;
        var a = 0;
        for (var i = 0; i < Shapes.Calls; i++)
            a = proxy.Answer(a);
        return a;
    }

    private class Target : ITarget
    {
        private readonly int _bias = 5;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public int Plain(int a) => (a ^ _bias) + (a >> 3) + 1;

        public virtual int Virtual(int a) => (a ^ _bias) + (a >> 3) + 1;

        public int Answer(int a) => (a ^ _bias) + (a >> 3) + 1;
    }

    private sealed class Other : Target
    {
        public override int Virtual(int a) => a;
    }

    /// <summary>Public and open, since the proxy derives from it.</summary>
    public class Forwarding : DispatchProxy
    {
        private readonly Target _target = new();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _target.Plain((int)args![0]!);
    }
}
