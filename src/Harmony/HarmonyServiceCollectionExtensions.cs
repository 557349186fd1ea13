using HotWeave.Harmony.Hosted;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotWeave;

/// <summary>Weaves an application with a host before it starts its services.</summary>
public static class HarmonyServiceCollectionExtensions
{
    /// <summary>
    /// Has the host weave the process by Harmony before the first hosted service starts. Where that is refused, the log says why, and the
    /// application starts as it is.
    /// </summary>
    /// <param name="services">The application's services; add this before any hosted service that works while it is made.</param>
    /// <param name="folder">The copy that <c>hotweave weave --harmony</c> made of the folder that the process runs from.</param>
    /// <param name="options">How; <see cref="HarmonyWeavingOptions.IsQuiet"/> is the host's own.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddHotWeaveHarmony(this IServiceCollection services, string folder, HarmonyWeavingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return services.AddSingleton<IHostedService>(provider => new HarmonyWeavingService(
            folder, options ?? new HarmonyWeavingOptions(),
            provider.GetRequiredService<IHostApplicationLifetime>(), provider.GetRequiredService<ILogger<HarmonyWeavingService>>()));
    }
}
