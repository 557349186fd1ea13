using HotWeave.Runtime;
using Orleans;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>Is not told of swaps.</summary>
public interface IStall : IGrainWithIntegerKey
{
    Task<string> GreetAsync();
}

[Swappable]
public sealed class Stall : Grain, IStall
{
    private string _sign = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _sign = "closed";
        return Task.CompletedTask;
    }

    public Task<string> GreetAsync() => Task.FromResult($"{_sign} 1");
}
