using HotWeave.Runtime;
using Orleans;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>Is not told of swaps.</summary>
public interface IStall : IGrainWithIntegerKey
{
    Task<string> GreetAsync();

    /// <summary>How often it was called, in fields of the grain.</summary>
    Task<string> CountAsync();
}

[Swappable]
public sealed class Stall : Grain, IStall
{
    private readonly List<int> _seen = [];
    private string _sign = "";
    private int _calls;
    private int _left = 10;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _sign = "open";
        return Task.CompletedTask;
    }

    public Task<string> GreetAsync() => Task.FromResult($"{_sign} 2");

    public Task<string> CountAsync()
    {
        _seen.Add(++_calls);
        return Task.FromResult($"{_calls} {--_left} {string.Join('+', _seen)}");
    }
}
