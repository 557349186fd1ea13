using HotWeave.AspNetCore.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds HotWeave's health check.</summary>
public static class HotWeaveHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that reports the current version, and is degraded when the last swap operation failed since the application started;
    /// the next one that succeeds heals it; and when confirmed patches are not in force as they should be since the process started, until a version is confirmed. The application serves on as before in either case.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What it reports after a failure; null for <see cref="HealthStatus.Degraded"/>.</param>
    /// <param name="tags">Tags to filter checks by; null for none.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHealthChecksBuilder AddHotWeave(
        this IHealthChecksBuilder builder, string name = "hotweave", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<SwapHistory>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SwapHistory>(static services => services.GetRequiredService<SwapHistory>()));
        return builder.Add(new(name, static services => new SwapHealthCheck(services.GetRequiredService<SwapHistory>()), failureStatus ?? HealthStatus.Degraded, tags));
    }
}
