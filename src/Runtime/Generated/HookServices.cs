using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>What generated code calls for a method that asks for the application's services; people have no use for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HookServices
{
    /// <summary>The application's services.</summary>
    /// <returns>Never null.</returns>
    /// <exception cref="InvalidOperationException"><see cref="HotSwap.Services"/> is not set.</exception>
    public static IServiceProvider Get() => HotSwap.Services ?? throw AbsentServices.Explain();
}
