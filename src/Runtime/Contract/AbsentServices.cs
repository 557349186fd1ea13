namespace HotWeave;

/// <summary>What a hook gets that asks for services before the application has handed them over.</summary>
internal static class AbsentServices
{
    internal static InvalidOperationException Explain() => new("HotSwap.Services is not set, and a hook of a patch asks for it.");
}
