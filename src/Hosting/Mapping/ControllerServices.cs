using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.AspNetCore.Services;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.DependencyInjection;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>Says beforehand whether dependency injection, as it was set up at the start, can make the controllers that a version adds.</summary>
internal static class ControllerServices
{
    /// <summary>What keeps a controller from being made, in words; null where nothing does that can be seen without making one.</summary>
    internal static string? FindLack(IServiceProvider services, Type controller)
    {
        if (services.GetService<IServiceProviderIsService>() is not { } registered)
            return null;
        if (services.GetService<IControllerActivator>() is ServiceBasedControllerActivator)
            return registered.IsService(controller) ? null : $"controllers are services here (AddControllersAsServices), and {controller.Name} is not registered.";
        // Of several the framework chooses when it makes one.
        return ConstructorsOf(controller) is [var only]
            && only.GetParameters().FirstOrDefault(p => !ServiceConstructor.CanBeGiven(p, registered)) is { } lacking
            ? $"{controller.Name} takes {lacking.ParameterType.Name} {lacking.Name}, which neither build registers."
            : null;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The types are a patch's own, which no trimmer has seen.")]
    private static ConstructorInfo[] ConstructorsOf(Type controller) => controller.GetConstructors();
}
