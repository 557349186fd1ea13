using HotWeave;
using HotWeave.Quartz.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Quartz.Extensibility;

namespace Quartz;

/// <summary>Adds HotWeave to Quartz.NET.</summary>
public static class HotWeaveQuartzBuilderExtensions
{
    /// <summary>
    /// Makes each run of a job a unit of work, and has types of jobs that a patch adds found by their names in storage, also by the
    /// deployment that has them.
    /// </summary>
    /// <param name="builder">The scheduler. Say it before what else wraps jobs, so that this runs inside the unit.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IQuartzBuilder UseHotWeave(this IQuartzBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        UnitOfWork.Expect();
        builder.AddJobMiddleware<UnitJobMiddleware>();
        DecorateTypeLoader(builder);
        return builder;
    }

    // One for all schedulers of the application. Quartz adds its own after this, where there is none.
    private static void DecorateTypeLoader(IQuartzBuilder builder)
    {
        if (FindTypeLoader(builder.Services) is null)
            builder.UseSimpleTypeLoader();
        var inner = FindTypeLoader(builder.Services)
            ?? throw new InvalidOperationException("This release of Quartz.NET registers no type loader.");
        if (inner.ImplementationFactory?.Target is not Decoration)
            builder.Services.AddSingleton<ITypeLoader>(new Decoration(inner).Make);
    }

    private static ServiceDescriptor? FindTypeLoader(IServiceCollection services) =>
        services.LastOrDefault(static s => s.ServiceType == typeof(ITypeLoader) && !s.IsKeyedService);

    private sealed class Decoration(ServiceDescriptor inner)
    {
        internal StoredTypeLoader Make(IServiceProvider provider) => new StoredTypeLoader(inner switch
        {
            { ImplementationInstance: ITypeLoader instance } => instance,
            { ImplementationFactory: { } create } => (ITypeLoader)create(provider),
            _ => (ITypeLoader)ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!),
        });
    }
}
