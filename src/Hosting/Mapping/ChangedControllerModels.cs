using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>
/// Has the actions that a version adds to a deployed controller be actions of that one, with all that its attributes and the application's
/// conventions say; the class that has them is none of its own.
/// </summary>
internal sealed class ChangedControllerModels(AddedControllers added) : IApplicationModelProvider
{
    // Right after MVC's own provider, which makes the models.
    public int Order => -999;

    public void OnProvidersExecuting(ApplicationModelProviderContext context)
    {
        foreach (var changed in added.Live.SelectMany(static l => l.Changed))
        {
            if (changed.Class is null || context.Result.Controllers.FirstOrDefault(c => c.ControllerType.AsType() == changed.Class) is not { } model)
                continue;
            context.Result.Controllers.Remove(model);
            if (context.Result.Controllers.FirstOrDefault(c => c.ControllerType.AsType() == changed.Controller) is not { } deployed)
                continue;
            foreach (var action in model.Actions.Where(a => a.ActionMethod.DeclaringType == changed.Class))
            {
                action.Controller = deployed;
                deployed.Actions.Add(action);
            }
        }
    }

    public void OnProvidersExecuted(ApplicationModelProviderContext context)
    {
    }
}
