using HotWeave;
using HotWeave.Hangfire.Jobs;

namespace Hangfire;

/// <summary>Adds HotWeave to Hangfire.</summary>
public static class HotWeaveGlobalConfigurationExtensions
{
    /// <summary>
    /// Makes each run of a job a unit of work, and has the types of jobs that a patch adds stored by names that every instance with that
    /// patch, and the deployment that has them, finds. A second call does nothing.
    /// </summary>
    /// <param name="configuration">Hangfire's configuration. What it says of types' names is said before.</param>
    /// <returns><paramref name="configuration"/>.</returns>
    public static IGlobalConfiguration UseHotWeave(this IGlobalConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        UnitOfWork.Expect();
        if (!GlobalJobFilters.Filters.Any(static f => f.Instance is UnitJobFilter))
            GlobalJobFilters.Filters.Add(new UnitJobFilter(), UnitJobFilter.Order);
        JobTypeNames.Install();
        return configuration;
    }
}
