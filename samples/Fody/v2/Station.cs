namespace Weather;

/// <summary>Knows the weather, and says what to wear.</summary>
internal sealed class Station
{
    private int _asked;

    public string Forecast(string place) => $"{++_asked}: {place} is {Measure(place)} degrees, {Advise(Measure(place))}";

    private static int Measure(string place) => place.Length * 3;

    private static string Advise(int degrees) => degrees < 15 ? "take a coat" : "leave the coat at home";
}
