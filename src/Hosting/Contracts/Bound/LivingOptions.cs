using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.AspNetCore.Contracts.Json;
using HotWeave.Frameworks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotWeave.AspNetCore.Contracts.Bound;

/// <summary>Options that an application has made and keeps: they get what a version adds to their types. Only code of that version sees it.</summary>
internal sealed class LivingOptions(IServiceProvider services)
{
    private static readonly MethodInfo s_bind = typeof(LivingOptions).GetMethod(nameof(BindEach), BindingFlags.Instance | BindingFlags.NonPublic)!;

    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The options of the application are made by it.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A process that takes patches compiles at run time.")]
    internal void BindAdded(LiveContracts live)
    {
        foreach (var type in services.GetRequiredService<BoundOptionTypes>().Types.Where(t => HasAdded(t, live, [])))
            s_bind.MakeGenericMethod(type).Invoke(this, BindingFlags.DoNotWrapExceptions, null, null, null);
    }

    // Its own type, those above, or those of objects in it.
    private static bool HasAdded(Type type, LiveContracts live, HashSet<Type> known)
    {
        if (!known.Add(type))
            return false;
        return live.ListClasses(type).Any()
            || type.GetProperties().Any(p => AddedOptions.IsInner(p) && HasAdded(p.PropertyType, live, known));
    }

    private void BindEach<TOptions>()
        where TOptions : class
    {
        foreach (var setup in services.GetServices<IConfigureOptions<TOptions>>().Select(BoundSetup<TOptions>.Find).OfType<BoundSetup<TOptions>>())
        {
            if (setup.Name == Options.DefaultName)
                setup.BindAdded(services.GetRequiredService<IOptions<TOptions>>().Value);
            setup.BindAdded(services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(setup.Name));
        }
    }
}

/// <summary>The types of options that an application configures itself.</summary>
internal sealed class BoundOptionTypes(IServiceCollection services)
{
    // The collection is complete when the first service is asked for.
    internal IReadOnlyList<Type> Types => [.. services.Where(static s => !s.IsKeyedService && s.ServiceType.IsGenericType && s.ServiceType.GetGenericTypeDefinition() == typeof(IConfigureOptions<>))
        .Select(static s => s.ServiceType.GetGenericArguments()[0])
        .Where(static t => t.IsClass && t.Assembly.GetName().Name?.StartsWith("Microsoft.", StringComparison.Ordinal) == false).Distinct()];
}
