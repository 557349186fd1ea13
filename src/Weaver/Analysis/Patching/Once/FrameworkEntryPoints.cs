using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Members and types that published frameworks find by reflection when a process starts, and call from then on: what a patch adds of them
/// is found at the next start.
/// </summary>
internal static class FrameworkEntryPoints
{
    private const string Job = "Quartz.IJob";

    // Whose public methods are found by name.
    private static readonly HashSet<string> MethodsOf = new(StringComparer.Ordinal)
    {
        "Microsoft.AspNetCore.Mvc.ControllerBase", "Microsoft.AspNetCore.Mvc.RazorPages.PageModel", "Microsoft.AspNetCore.SignalR.Hub", "Microsoft.AspNetCore.SignalR.Hub`1",
    };

    // Whose methods are messages.
    private static readonly HashSet<string> Grains = new(StringComparer.Ordinal)
    {
        "Orleans.IAddressable", "Orleans.IGrain", "Orleans.IGrainWithStringKey", "Orleans.IGrainWithIntegerKey", "Orleans.IGrainWithGuidKey",
        "Orleans.IGrainWithIntegerCompoundKey", "Orleans.IGrainWithGuidCompoundKey", "Orleans.IGrainObserver",
    };

    // Whose derived types are looked for in an assembly.
    private static readonly HashSet<string> TypesOf = new(StringComparer.Ordinal)
    {
        "Microsoft.AspNetCore.Mvc.ControllerBase", "Microsoft.AspNetCore.Mvc.RazorPages.PageModel", "Microsoft.AspNetCore.Mvc.ViewComponent", "Microsoft.AspNetCore.Components.ComponentBase",
        "Microsoft.AspNetCore.Mvc.Razor.RazorPageBase",
        "Microsoft.EntityFrameworkCore.IEntityTypeConfiguration`1", "Microsoft.EntityFrameworkCore.Migrations.Migration",
        "MediatR.IRequestHandler`1", "MediatR.IRequestHandler`2", "MediatR.INotificationHandler`1", "MassTransit.IConsumer`1", "FluentValidation.AbstractValidator`1", "AutoMapper.Profile",
        "Orleans.Grain", "Orleans.Grain`1", Job, "Rebus.Handlers.IHandleMessages`1", "NServiceBus.IHandleMessages`1",
    };

    /// <summary>Whether a framework looks for a new method of a deployed type.</summary>
    public static bool IsOne(MethodDefinition method) => IsFoundByName(method) || (IsOrdinary(method) && OutsideMarks.AreOn(method));

    /// <summary>Whether a framework finds a method by its type and its name.</summary>
    public static bool IsFoundByName(MethodDefinition method) =>
        IsOrdinary(method) && method is { IsPublic: true, IsStatic: false } && !GeneratedCode.IsGenerated(method)
        && (FrameworkTypes.HasAbove(method.DeclaringType, static t => MethodsOf.Contains(t.FullName)) || IsMessage(method))
        && !method.CustomAttributes.Any(static a => a.AttributeType.Name is "NonActionAttribute");

    /// <summary>Whether a framework looks for a new type when a process starts.</summary>
    public static bool IsOne(TypeDefinition type) =>
        (type is { IsClass: true, IsAbstract: false, IsValueType: false }
            && FrameworkTypes.HasAbove(type, t => TypesOf.Contains(t.FullName) && (t.FullName != Job || !Integration.IsReferenced(type.Module, "Quartz"))))
        || (type.IsInterface && IsOfGrain(type));

    /// <summary>Whether a type is a grain of Orleans, or what one is called by.</summary>
    public static bool IsOfGrain(TypeDefinition type) =>
        FrameworkTypes.HasAbove(type, static t => Grains.Contains(t.FullName)) && !OrleansCode.IsGenerated(type);

    private static bool IsOrdinary(MethodDefinition method) =>
        !(method.IsConstructor || method.IsGetter || method.IsSetter || method.IsAddOn || method.IsRemoveOn);

    // A grain is reached by its interfaces alone.
    private static bool IsMessage(MethodDefinition method) =>
        method is { IsVirtual: true } or { DeclaringType.IsInterface: true } && IsOfGrain(method.DeclaringType);
}
