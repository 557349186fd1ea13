using System.Reflection;
using HotWeave.Frameworks;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>
/// Which actions the live versions have: what none has is left out, and what only some have is marked with these, and asks for all
/// authorisation that any action for the same requests asks for, until one version is left.
/// </summary>
/// <param name="live">The versions, the oldest first.</param>
internal sealed class ActionVersions(IReadOnlyList<LiveControllers> live)
{
    private readonly HashSet<int> _all = [.. live.Select(static l => l.Version)];
    private readonly HashSet<Type> _ofPatches = [.. live.SelectMany(static l => l.Classes)];

    private int Newest => live[^1].Version;

    /// <summary>Goes through all actions of an application.</summary>
    /// <param name="actions">The actions.</param>
    /// <param name="leaveOut">Called with each that no version has.</param>
    internal void Apply(IReadOnlyList<ControllerActionDescriptor> actions, Action<ControllerActionDescriptor> leaveOut)
    {
        List<PartialAction> some = [];
        foreach (var action in actions)
        {
            // MVC makes an object of the class that an action is said to be of.
            if (action.MethodInfo.DeclaringType is { } type && _ofPatches.Contains(type))
                action.ControllerTypeInfo = type.GetTypeInfo();
            HashSet<int> versions = [.. live.Where(l => Has(l, action)).Select(static l => l.Version)];
            if (versions.Count == 0)
                leaveOut(action);
            else if (versions.Count < live.Count)
                some.Add(new PartialAction(action, versions, action.EndpointMetadata));
        }

        foreach (var one in some)
        {
            var same = some.Where(o => !o.Versions.Overlaps(one.Versions) && AnswerSame(o.Action, one.Action));
            Mark(one, [.. same.Select(static o => o.Metadata)]);
        }
    }

    private bool Has(LiveControllers version, ControllerActionDescriptor action)
    {
        var type = action.ControllerTypeInfo.AsType();
        if (_ofPatches.Contains(type))
            return version.Classes.Contains(type);
        return !version.Changed.Any(c => c.HidesAll ? c.Controller == type : Hides(c, type, action.MethodInfo));
    }

    private static bool Hides(ServedActions changed, Type type, MethodInfo action) =>
        changed.Controller.IsAssignableFrom(type) && changed.Hidden.Any(h => h.MethodHandle == action.MethodHandle);

    private void Mark(PartialAction one, IReadOnlyList<IEnumerable<object>> same)
    {
        one.Action.EndpointMetadata = [.. LiveAuthorization.Join(one.Metadata, same), new LiveVersions(one.Versions, _all, Newest)];
        // Routing takes no two end points of one name: it is that of the newest version.
        if (!one.Versions.Contains(Newest) && one.Action.AttributeRouteInfo is { Name: not null } route)
        {
            one.Action.AttributeRouteInfo = new AttributeRouteInfo
            {
                Template = route.Template,
                Order = route.Order,
                SuppressLinkGeneration = true,
                SuppressPathMatching = route.SuppressPathMatching,
            };
        }
    }

    // Whatever the HTTP methods: authorisation that is asked for once too often ends with the transition.
    private static bool AnswerSame(ControllerActionDescriptor one, ControllerActionDescriptor other) =>
        one.AttributeRouteInfo?.Template is { } template && other.AttributeRouteInfo?.Template is { } same
            ? EndpointKey.HaveSamePath(RoutePatternFactory.Parse(template), RoutePatternFactory.Parse(same))
            : string.Equals(one.ControllerName, other.ControllerName, StringComparison.OrdinalIgnoreCase)
                && string.Equals(one.ActionName, other.ActionName, StringComparison.OrdinalIgnoreCase);

    /// <summary>An action that only some versions have.</summary>
    /// <param name="Action">The action.</param>
    /// <param name="Versions">The numbers of those that have it.</param>
    /// <param name="Metadata">What its own build says of it.</param>
    private sealed record PartialAction(ControllerActionDescriptor Action, HashSet<int> Versions, IEnumerable<object> Metadata);
}
