using System.Reflection;
using Xunit;

namespace HotWeave.Runtime.Tests.Generated;

/// <summary>What a method of a struct leaves that worked on a copy of it.</summary>
public sealed class WorkedCopyTests
{
    private const byte Throw = 0x7A;

    [Fact]
    public void What_was_thrown_is_thrown_with_its_trace()
    {
        var thrown = Assert.Throws<InvalidOperationException>(ThrowInCopy);
        var caught = Assert.Throws<InvalidOperationException>(() => new WorkedCopy<int, string> { Thrown = thrown }.Finish());
        Assert.Same(thrown, caught);
        Assert.Contains(nameof(ThrowInCopy), caught.StackTrace);
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => new WorkedCopy<int> { Thrown = thrown }.Finish()));
    }

    private static void ThrowInCopy() => throw new InvalidOperationException("in the copy");

    [Fact]
    public void What_was_returned_is_returned() => Assert.Equal("result", new WorkedCopy<int, string> { Result = "result" }.Finish());

    // A call that may come back keeps values alive, which costs the loop around a struct a register: the JIT believes only what it sees.
    [Fact]
    public void The_method_that_throws_visibly_never_returns()
    {
        var method = typeof(WorkedCopy).GetMethod("Throw", BindingFlags.Static | BindingFlags.NonPublic)!;
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        Assert.Equal(Throw, code[^1]);
        Assert.False(method.MethodImplementationFlags.HasFlag(MethodImplAttributes.NoInlining));
    }
}
